"""Spelling: misspelt words brought back to words that the corpus has.

SymSpell (Garbe 2012) finds the nearest word. A word that English or the corpus knows stays as
it is, and so does one that is far from all of them: better an odd word than another medicine.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import symspellpy
from symspellpy import SymSpell, Verbosity

from stemfaq.corpus.passage import Passage, without_citations
from stemfaq.corpus.vocabulary import Vocabulary, fold

_WORD = re.compile(r"[^\W\d_]+")
_MEDICINE = re.compile(r"(?:mab|nib|mus|cept|cillin|mycin|statin|azole|olol|pril|sartan|parin)$")
_ENGLISH = Path(symspellpy.__file__).with_name("frequency_dictionary_en_82_765.txt")
_SHORTEST = 5  # letters; shorter words have too many neighbours
_LONGEST = 40  # letters; what is longer is no word, and would be long to take apart


class Speller:
    """Corrects words of a question. Safe to share between threads."""

    def __init__(self, passages: Iterable[Passage], vocabulary: Vocabulary) -> None:
        counts: dict[str, int] = {}
        for text in _texts(passages, vocabulary):
            for word in _WORD.findall(fold(text)):
                counts[word] = counts.get(word, 0) + 1
        self._known = frozenset(counts)
        self._nearest = SymSpell(max_dictionary_edit_distance=2)
        for word, count in counts.items():
            if len(word) >= _SHORTEST:
                self._nearest.create_dictionary_entry(word, count)

    def __call__(self, text: str) -> str:
        """The text with its misspelt words corrected; everything else stays."""
        return _WORD.sub(lambda match: self._word(match[0]), text)

    def _word(self, word: str) -> str:
        plain = fold(word)
        if not _SHORTEST <= len(plain) <= _LONGEST or plain in self._known or plain in _english():
            return word
        distance = 2 if len(plain) > 8 and not _MEDICINE.search(plain) else 1
        found = self._nearest.lookup(plain, Verbosity.TOP, max_edit_distance=distance)
        if found and found[0].term[0] == plain[0]:
            return str(found[0].term)
        return self._parted(plain) or word

    def _parted(self, word: str) -> str | None:
        """Two known words that were written as one ("stemcells"); None if it is not."""
        parts = ((word[:at], word[at:]) for at in range(3, len(word) - 2))
        return next((f"{a} {b}" for a, b in parts if {a, b} <= self._known), None)


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    with _ENGLISH.open(encoding="utf-8-sig") as lines:
        return frozenset(line.split(" ", 1)[0] for line in lines)


def _texts(passages: Iterable[Passage], vocabulary: Vocabulary) -> Iterable[str]:
    for passage in passages:
        yield passage.question
        yield from passage.asks
        for paragraph in passage.paragraphs:
            yield without_citations(paragraph)
    for topics in (vocabulary.diseases, vocabulary.therapies, vocabulary.drugs):
        for topic in topics.values():
            yield from topic.terms
