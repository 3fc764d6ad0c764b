"""Misses: where the engine was wrong, the most harmful first."""

from collections.abc import Iterable
from dataclasses import dataclass

from stemfaq.staff.judge import Judged

# What went wrong, from worst to mildest: a missed emergency outweighs everything, an answer
# that looks right and is not outweighs a refusal.
URGENT = "an emergency was not seen"
WRONG_HELP = "the wrong urgent text"
ANSWERED = "answered, should be declined"
WRONG = "a wrong passage first"
REFUSED = "declined, has an answer"
ALARM = "a false alarm"
UNSEEN = "neither answered nor declined"
OTHER = "another kind of reply"
ORDER = (URGENT, WRONG_HELP, ANSWERED, WRONG, REFUSED, ALARM, UNSEEN, OTHER)


@dataclass(frozen=True, slots=True)
class Miss:
    """A question, what it should have got, and what it got."""

    id: str
    what: str  # one of ORDER
    turns: tuple[str, ...]
    wanted: str
    passages: tuple[str, ...]  # the right ones
    got: str
    shown: tuple[str, ...]  # what the reply shows; if nothing, what it offers
    ranked: tuple[str, ...]  # the ranking's first three
    probability: float | None


def misses(judged: Iterable[Judged]) -> list[Miss]:
    """Every question whose reply is wrong, by how bad that is and how sure the engine was."""
    found = [_miss(one, what) for one in judged if (what := _what(one))]
    return sorted(found, key=_badness)


def _what(judged: Judged) -> str | None:
    """What is wrong with a reply; None if nothing is."""
    wanted, got = judged.question.kind, judged.kind
    if wanted == "urgent":
        if got != "urgent":
            return URGENT
        return None if judged.shows_right or not judged.question.passages else WRONG_HELP
    if got == "urgent":
        return ALARM
    if wanted == "decline":
        return None if got == "decline" else ANSWERED if got == "answer" else UNSEEN
    if judged.right_first or wanted == got != "answer":
        return None
    if wanted != "answer":
        return OTHER
    return {"answer": WRONG, "decline": REFUSED}.get(got, UNSEEN)


def _badness(miss: Miss) -> tuple[int, float, str]:
    sure = miss.probability if miss.probability is not None else 1.0
    return ORDER.index(miss.what), sure if miss.what == REFUSED else -sure, miss.id


def _miss(judged: Judged, what: str) -> Miss:
    return Miss(
        id=judged.question.id,
        what=what,
        turns=judged.question.turns,
        wanted=judged.question.kind,
        passages=judged.question.passages,
        got=judged.kind,
        shown=judged.shown or judged.options,
        ranked=judged.ranked[:3],
        probability=None if judged.probability is None else round(judged.probability, 4),
    )
