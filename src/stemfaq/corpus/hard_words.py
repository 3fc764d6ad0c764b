"""Hard words: what is so rare in everyday English that patients need it explained.

A word is hard if neither it nor a word of its family (the same stem by Snowball's English
stemmer) comes at least once in a million words of everyday English: a Zipf frequency below 3,
which van Heuven and others call low (SUBTLEX-UK, 2014, doi:10.1080/17470218.2013.850521).
Frequencies are wordfreq's, whose small list ends at just that point. "Unproven" and "milder"
belong to the families of "proven" and "mild".
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache

import Stemmer
from wordfreq import get_frequency_dict

from stemfaq.corpus.glossary import Glossary, GlossaryEntry, find
from stemfaq.corpus.passage import without_citations

_WORD = re.compile(r"(?<![\w@])[^\W\d_]+(?:['’-][^\W\d_]+)*")
_IN_BRACKETS = re.compile(r"\((\w*[A-Z]{2}\w*)\)")
_SENTENCE_END = re.compile(r"[.!?:]['\"’”)]?\s+$|^$")
_ENDINGS = ("'s", "ness", "er", "est")
_PREFIXES = ("un", "over", "under")
# The World Health Organization's endings for the names of medicines: antibodies, kinase
# inhibitors, immune modulators, cells, receptor proteins. A name needs an entry only if
# staff decide so.
_MEDICINE = re.compile(r"(?:mab|nib|imod|cel|cept)s?$", re.IGNORECASE)
_ADDRESS = re.compile(r"\b\w+(?:[.@]\w+)+\b")
_BRITISH = (
    *(("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("yse", "yze")),
    *(("aem", "em"), ("oed", "ed"), ("our", "or")),
)


def unexplained(
    paragraph: str, glossary: Glossary, explained: Set[str] = frozenset()
) -> Iterator[str]:
    """Yield each hard word of a paragraph that the glossary leaves unexplained, once.

    A word with a capital inside a sentence is a name; only names in capitals throughout
    (abbreviations) need an explanation, and even then those listed as names do not.
    `explained` are words that the passage itself explains (see `abbreviations`).
    """
    text = _ADDRESS.sub(lambda address: " " * len(address[0]), without_citations(paragraph))
    text = _without_known(text, glossary.shown)
    seen = {word.lower() for word in explained}
    for match in _WORD.finditer(text):
        word = match[0].replace("’", "'")
        if word.lower() in seen or word.lower() in glossary.unexplained:
            continue
        if is_hard(word) and not _is_name(word, text[: match.start()]):
            seen.add(word.lower())
            yield word


def abbreviations(text: str) -> frozenset[str]:
    """The words that a text sets in brackets behind what they stand for: "egg reserve (AMH)"."""
    return frozenset(_IN_BRACKETS.findall(text))


def is_hard(word: str) -> bool:
    """Whether a part of the word between hyphens is rare, as the module says."""
    return any(not _is_frequent(part) for part in word.lower().split("-"))


def _is_name(word: str, before: str) -> bool:
    if len(word) > 1 and word.isupper():
        return False
    capital = word[0].isupper() and not _SENTENCE_END.search(before)
    return capital or bool(_MEDICINE.search(word))


def _without_known(text: str, entries: Sequence[GlossaryEntry]) -> str:
    for found in reversed(list(find(text, entries))):
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    return text


@cache
def _is_frequent(word: str) -> bool:
    stems = _frequent_stems()
    return len(word) < 3 or any(_stem(form) in stems for form in _forms(word))


def _forms(word: str) -> Iterable[str]:
    """The word as it is, without what makes it a member of its family, and as Americans spell."""
    forms = {word, *(word.removeprefix(prefix) for prefix in _PREFIXES)}
    for form in tuple(forms):
        forms |= {form.removesuffix(ending) for ending in _ENDINGS}
        forms |= {re.sub("ie(?:r|st)$", "y", form), re.sub("e(?:r|st)$", "e", form)}
        forms.add(re.sub(r"(.)\1e(?:r|st)$", r"\1", form))
    for british, american in _BRITISH:
        forms |= {form.replace(british, american) for form in forms}
    return forms


@cache
def _frequent_stems() -> frozenset[str]:
    return frozenset(map(_stem, get_frequency_dict("en", wordlist="small")))


def _stem(word: str) -> str:
    stemmer: Stemmer.Stemmer = _stemmer()
    return str(stemmer.stemWord(word))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
