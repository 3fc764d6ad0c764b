"""Context: a follow-up completed by what it leaves out, from the turns before it.

Nothing is written: the completed question is made of the patient's own words and the
vocabulary's labels, and the page shows it wherever it differs from what was typed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stemfaq.answer.smalltalk import smalltalk
from stemfaq.corpus.entities import Named, named_in
from stemfaq.corpus.vocabulary import Vocabulary, fold

KINDS = ("therapies", "drugs", "diseases", "groups")

_MARKER = re.compile(
    r"^(?:and|or|but|so|also|ok(?:ay)?|then|right|hmm+|well|no|yes|sorry|i mean(?:t)?|what about"
    r"|how about|what if|same for|same question(?: but)?(?: for)?|now|instead)\b[\s,:.-]*",
    re.IGNORECASE,
)
_ANAPHORA = re.compile(
    r"\b(?:it|its|it's|that|this|these|those|they|them|their|they're|there|such|same|instead"
    r"|either|else|both|neither|ones?|the (?:treatment|procedure|transplant|cells?|therapy"
    r"|operation|infusions?|injections?|stud(?:y|ies)|trials?|drugs?|clinics?|risks?|side effects?"
    r"|results?|price|costs?|other|first|second|last))\b",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(
    r"\bis it (?:true|possible|normal|safe to|ok|okay|worth|better|legal)\b|\bit is\b"
    r"|\bthere (?:is|are|any|a)\b|\b(?:is|are|was|were) there\b|\bthat (?:i|my|the|a|stem|people)\b"
    r"|\bthis (?:disease|illness|site|page)\b|\bsomeone else\b|\bwhat else\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:please |can you |could you )*(?:tell|say|give|show|explain)?(?: me| us)?"
    r"(?: (?:a bit|some|a little|any))? ?(?:more|further)(?: (?:about (?:it|that|this)|details?"
    r"|info(?:rmation)?|please))*$"
    r"|^(?:go on|continue|elaborate|explain(?: that| it| this)?(?: more)?"
    r"|(?:what|anything) else|in more detail|more details?)(?: please)?$"
)
_MEANT = re.compile(
    r"^(?:(?:and|but|so) )?what (?:did|do|does|is|'s)? ?(?:you|it|that|they)? ?mean(?:t)?"
    r" (?:by|with) ['\"]?(.+?)['\"]?$"
)
_WHY = re.compile(
    r"^(?:(?:and|but|so|ok) )*(?:why(?: (?:is (?:that|this|it)|not|so|though))?|how come|how so"
    r"|since when|when|where|who|how(?: (?:much|many|long|often|soon|exactly))?|really"
    r"|are you sure|is (?:that|this|it) (?:true|proven|certain|sure)|says who)$"
)
_FILLER = frozenset(
    "a an the for in on of with to at by from about is are do does did can will would could should "
    "and or but so what how if i my me we people patients someone those these it one also too just "
    "only same question now instead then ok okay please mean meant has have had having got who "
    "about them there cases case specifically anyone any".split()
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question with its context: `text` is searched and shown, `turn` is what was typed."""

    text: str
    turn: str
    is_follow_up: bool = False
    wants_more: bool = False  # "tell me more": other passages than those shown before


def understand(turns: Sequence[str], vocabulary: Vocabulary) -> Understood:
    """Complete the last of the cleaned turns from the earlier ones; empty ones are passed over."""
    earlier = [turn for turn in turns[:-1] if turn and not smalltalk(turn)]
    previous = ""
    for turn in earlier:
        previous = complete(previous, turn, vocabulary).text
    return complete(previous, turns[-1], vocabulary)


def complete(previous: str, turn: str, vocabulary: Vocabulary) -> Understood:
    """Complete one turn from the completed question before it."""
    if not previous:
        return Understood(turn, turn)
    words = " ".join(re.findall(r"[\w'-]+", fold(turn)))
    if _MORE.match(words):
        return Understood(previous, turn, is_follow_up=True, wants_more=True)
    before, now = named_in(previous, vocabulary), named_in(turn, vocabulary)
    if meant := _MEANT.match(words):
        text = with_labels(
            f"What does {meant[1]} mean?", missing(before, now, ("diseases",)), vocabulary
        )
        return Understood(text, turn, is_follow_up=True)
    if _WHY.match(words):
        return Understood(f"{_sentence(turn)} {previous}", turn, is_follow_up=True)
    rest = _MARKER.sub("", turn).strip()
    if now and not _content(rest, now, vocabulary):
        return Understood(_replaced(previous, rest, now, vocabulary), turn, is_follow_up=True)
    refers = bool(_ANAPHORA.search(_IMPERSONAL.sub(" ", turn))) or rest != turn
    if (now.diseases or now.therapies or now.drugs) and not refers:
        return Understood(turn, turn)
    kinds = [kind for kind in KINDS if refers or kind != "groups"]
    if now.therapies or now.drugs:
        kinds = [kind for kind in kinds if kind not in ("therapies", "drugs")]
    left_out = missing(before, now, kinds)
    if not left_out and refers and not now:
        return Understood(f"{_sentence(turn)} {previous}", turn, is_follow_up=True)
    return Understood(with_labels(turn, left_out, vocabulary), turn, is_follow_up=refers)


def missing(before: Named, now: Named, kinds: Iterable[str]) -> list[str]:
    """What was named before and is not named now, kind by kind."""
    return [
        name for kind in kinds if not getattr(now, kind) for name in sorted(getattr(before, kind))
    ]


def with_labels(turn: str, names: Sequence[str], vocabulary: Vocabulary) -> str:
    """The turn with the labels of what it leaves out: "is it safe? (lupus (SLE))"."""
    labels = [label(name, vocabulary) for name in names if name != "other"]
    return f"{turn} ({', '.join(labels)})" if labels else turn


def label(name: str, vocabulary: Vocabulary) -> str:
    """How a named thing is shown."""
    for topics in (vocabulary.diseases, vocabulary.therapies, vocabulary.drugs, vocabulary.groups):
        if name in topics:
            return re.sub(r"\s*\([^)]*\)$", "", topics[name].label)
    return name


def _replaced(previous: str, rest: str, now: Named, vocabulary: Vocabulary) -> str:
    """The question before, asked of what is named now: "and for MS?"."""
    text = previous
    for kind in ("diseases", "therapies", "drugs"):
        if names := getattr(now, kind):
            text = _without(text, kind, vocabulary)
            if kind == "therapies":
                text = _without(text, "drugs", vocabulary)
            del names
    return " ".join(f"{text.rstrip(' ?.!')} {_tail(rest)}?".split())


def _without(text: str, kind: str, vocabulary: Vocabulary) -> str:
    """The text without the terms of a kind, and without brackets that this leaves empty."""
    topics = getattr(vocabulary, kind)
    for name in getattr(named_in(text, vocabulary), kind):
        for term in sorted(topics[name].terms, key=len, reverse=True):
            text = re.sub(rf"\b(?:(?:for|in|with|against) )?(?:my |the )?{_loose(term)}(?!\w)", " ",
                          text, flags=re.IGNORECASE)  # fmt: skip
    return " ".join(re.sub(r"\(\s*(?:SLE|,|\s|\(\s*\))*\s*\)", " ", text).split())


def _loose(term: str) -> str:
    return re.escape(term).replace(r"\ ", r"\s+")


def _tail(rest: str) -> str:
    """The new part, with a word that ties it to the question before."""
    words = rest.strip(" ?.!")
    return (
        words
        if re.match(r"(?:for|in|with|if|when|as|at|after|about)\b", words, re.I)
        else f"for {words}"
    )


def _content(text: str, named: Named, vocabulary: Vocabulary) -> list[str]:
    """The words that are neither filler nor part of a name."""
    folded = fold(text)
    for kind in KINDS:
        topics = getattr(vocabulary, kind)
        for name in getattr(named, kind):
            for term in sorted(
                topics.get(name, vocabulary.groups.get(name)).terms, key=len, reverse=True
            ):
                folded = re.sub(rf"(?<!\w){re.escape(fold(term))}(?!\w)", " ", folded)
    folded = re.sub(r"\b\d+[ -]?(?:years?|yrs?|yo)\b|\bolds?\b|\baged?\b", " ", folded)
    return [word for word in re.findall(r"[a-z']{2,}", folded) if word not in _FILLER]


def _sentence(text: str) -> str:
    return text if text.rstrip().endswith((".", "?", "!")) else f"{text.rstrip()}?"
