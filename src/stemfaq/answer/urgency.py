"""Urgency: who describes an emergency or a crisis now gets help first, and nothing else.

Two readers, and either is enough. A model judges the whole message (index/triage.py; how it was
made and how it does: docs/urgency.md). A short list of plain statements ("I can't breathe", "I want to
kill myself") is always taken at its word, so that nobody who says it straight depends on a
model; it also knows the commonest ones in four other languages.
"""

import re
from typing import Literal

from stemfaq.corpus.vocabulary import fold
from stemfaq.index.opening import Index

Urgency = Literal["emergency", "crisis"]
EMERGENCY_PASSAGE, CRISIS_PASSAGE = "urgent-emergency", "urgent-crisis"

_WINDOW = 110  # words that the classifier reads at once; it cuts after 192 tokens
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_CRISIS = _any(
    r"\b(?:want(?:ing)?|going|ready|planning|decided|wish\w*|tempted|thinking about|thought about)"
    r"(?: to)? (?:kill|killing|hang|hanging|shoot|shooting|drown|drowning) my ?self\b",
    r"\bi (?:really |just |honestly )*(?:want to|wanna|wish i could|wish i would) (?:die|be dead)\b",
    r"\b(?:end|ending|take|taking) my own life\b|\bend my life\b",
    r"\bi(?: am|'m|'ve been| have been| feel| keep)? (?:feeling |thinking )*(?:of |about )?suicid(?:e|al)\b",
    r"\b(?:i|he|she|they) (?:do not|don'?t) want to (?:live|be alive) any ?more\b",
    r"\b(?:everyone|they|family|kids|you)(?: all| would|'d|'ll| will| are)* be better off without me\b",
    r"\b(?:he|she|son|daughter|husband|wife|mum|mom|dad|friend|brother|sister)(?: just| has|'s)* "
    r"(?:said|says|told me|texted me|keeps saying)(?: that)? (?:he|she)(?:'s| is| will|'ll| wants)"
    r"(?: going)?(?: to)? (?:kill (?:him|her)self|die\b|suicidal|end it)",
    # Spanish, French, German, Italian
    r"\bquiero morir\w*|\bme quiero (?:matar|morir)|\bsuicidarme|\bquitarme la vida",
    r"\bno quiero (?:seguir viviendo|vivir)",
    r"\bje veux mourir|\bme suicider|\bje ne veux plus vivre|\benvie de mourir|\ben finir avec la vie",
    r"\bich will sterben|\bmich umbringen\b|\bmir das leben nehmen|\bich will nicht mehr leben",
    r"\bvoglio morire|\bsuicidarmi|\buccidermi|\bnon voglio (?:piu )?vivere|\bfarla finita\b",
)
_WHO = r"(?:i|he|she|we|they|my \w+|mum|mom|dad)"
_EMERGENCY = _any(
    rf"\b{_WHO}(?: suddenly| now| really| just)* (?:can'?t|cannot|can not|can hardly|can barely) "
    r"(?:breathe?|get (?:my|his|her|any|enough) (?:breath|air))\b",
    rf"\b{_WHO}(?: is| am| are|'s|'m|'re| has| have|'ve)* (?:just |now |suddenly )*"
    r"(?:not breathing|stopped breathing|unconscious|collapsed|unresponsive|having (?:a|an) "
    r"(?:stroke|heart attack|seizure|fit|allergic reaction|severe allergic reaction))\b",
    r"\bi (?:have|'?ve got|am having|got) (?:a |an |some |really |very |bad |sudden |severe |strong |"
    r"crushing |awful |terrible )*(?:chest pains?|pain in my chest|crushing pain)\b",
    r"\b(?:bleeding|nosebleed|blood)\b.{0,20}\b(?:won'?t|will not|doesn'?t|not) stop(?:ping)?\b",
    r"\b(?:throat|tongue)(?: is| are|'s) (?:closing|swelling|swollen)\b",
    r"\b(?:won'?t|cannot|can'?t|will not) wake (?:up|him|her)\b|\bthink(?:s)? (?:i|he|she)(?:'m| am|'s| is) "
    r"having a (?:stroke|heart attack)\b",
    r"\b(?:vomiting|throwing up|coughing up|coughing) (?:up )?(?:fresh |bright red )?blood\b",
    # Spanish, French, German, Italian
    r"\bno puedo respirar|\bme duele (?:mucho )?el pecho|\bdolor (?:fuerte )?en el pecho|\bno responde\b",
    r"\bpeux (?:pas|plus) respirer|\barrive (?:pas|plus) a respirer|\b(?:mal|douleur) (?:a|dans) la poitrine",
    r"\bkann (?:kaum |nicht )(?:mehr )?atmen|\bkeine luft\b|\bbrustschmerz|\bschmerzen in der brust|\bbewusstlos\b",
    r"\bnon riesco a respirare|\b(?:dolore|male) al petto|\bnon si sveglia\b",
)  # fmt: skip
# What makes a plain statement a question about a danger, a memory or a fear.
_GENERAL = _any(
    r"^(?:and |but |so |also |hi |hello |please )*(?:can|could|does|do|did|is|are|was|were|will|would"
    r"|may|might|what|whats|what's|which|why|how|when|where|who)\b",
    r"\bif (?:i|you|he|she|they|someone|it)\b|\b(?:years?|months?|weeks?) ago\b|\bused to\b|\b(?:19|20)\d\d\b"
    r"|\b(?:puede|podria|peut|pourrait|kann|konnte|puo|potrebbe)\b.*\b(?:provocar|causar|causer"
    r"|provoquer|verursachen|auslosen|causare|provocare)\b|\b(?:afraid|scared|worried|fear)\b|\bonce\b|\blast (?:year|month|summer|winter|spring|autumn)\b",
)
# Names of dangers, for the one line on top of an answer about them.
_DANGERS = _any(
    r"\bchest (?:pain|tight|pressure)|\bheart attack|\bbreath\w*|\bsuffocat|\bchok(?:e|ing)\b|\bstroke\b",
    r"\bbleed\w*|\bblood in\b|\bfe+ver\w*|\btemperature\b|\bsepsis\b|\bseizures?\b|\bconvuls|\bunconscious",
    r"\bcollaps\w+|\bfaint(?:ed|ing)?\b|\bpass(?:ed|ing)? out\b|\bconfus(?:ed|ion)\b|\bparaly[sz]\w+|\bmeningitis",
    r"\banaphyla\w+|\ballergic\b|\bsw(?:elling|ollen) (?:of )?(?:the |my )?(?:throat|tongue|face|lips)\b",
    r"\bblood clots?\b|\bembol|\bsuicid\w*|\bself[- ]?harm|\bkill my ?self|\bstiff neck\b|\boverdose",
)  # fmt: skip


def urgency(index: Index, question: str) -> Urgency | None:
    """Whether somebody needs help now: a crisis (suicide, self-harm), an emergency, or neither."""
    if said := said_plainly(question):
        return said
    odds, is_crisis = index.triage.log_odds(windows(question))
    most = int(odds.argmax())
    if odds[most] < index.triage.weights.urgent_from:
        return None
    return "crisis" if is_crisis[most] else "emergency"


def said_plainly(question: str) -> Urgency | None:
    """What a message says in so many words, by the rules alone."""
    text = _plain(question)
    sentences = _SENTENCE.split(text)
    if any(_CRISIS.search(part) and not _GENERAL.search(part) for part in sentences):
        return "crisis"
    if any(_EMERGENCY.search(part) and not _GENERAL.search(part) for part in sentences):
        return "emergency"
    return None


def windows(question: str) -> list[str]:
    """The message in pieces that the classifier can read whole; a long story is many."""
    pieces: list[str] = []
    words: list[str] = []
    for sentence in _SENTENCE.split(question):
        own = sentence.split()
        if words and len(words) + len(own) > _WINDOW:
            pieces.append(" ".join(words))
            words = []
        words += own
        while len(words) > _WINDOW:
            pieces.append(" ".join(words[:_WINDOW]))
            words = words[_WINDOW:]
    return [*pieces, " ".join(words)] if words or not pieces else pieces


def names_danger(question: str) -> bool:
    """Whether a question names a danger, even if only in general."""
    return bool(_DANGERS.search(_plain(question)))


def _plain(question: str) -> str:
    return " ".join(fold(question).replace("\u2019", "'").split())
