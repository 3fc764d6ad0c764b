"""Answering: from what a patient typed to a reply. Selects, orders and cites; never writes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stemfaq.answer import compose, decide, texts
from stemfaq.answer.agreement import narrowed
from stemfaq.answer.context import Understood, understand
from stemfaq.answer.language import is_english
from stemfaq.answer.queries import queries_for
from stemfaq.answer.question import MAX_CHARACTERS, clean, fits, is_command, is_latin
from stemfaq.answer.reply import Reply
from stemfaq.answer.search import Candidate, Query, search
from stemfaq.answer.smalltalk import smalltalk
from stemfaq.answer.urgency import only_names_an_illness, urgency
from stemfaq.corpus.entities import OTHER_THERAPY, named_in
from stemfaq.corpus.vocabulary import fold
from stemfaq.index.opening import Index

_MAX_TURNS = 13  # the question and the turns before it that are read
_CONTEXT = 2_000  # characters of a turn before it that are read; the page sends no more
_STANDS_ALONE = 9  # words; a turn as long has a subject of its own, whatever it points back to
_REMEMBERED = 4  # earlier replies that are looked at for what was shown
_MEANT = ("HSCT", "MSC")  # what "stem cells" can mean
_TREATMENT_MARGIN = 0.55  # score within which the other treatment's passage is an option
_ALSO_MARGIN = 0.4  # score within which a further passage is shown beside the first
_UNNAMED = re.compile(r"\b(?:stem[ -]?cells?|cell therapy|the treatment)\b", re.IGNORECASE)
_IT = re.compile(r"\bit\b", re.IGNORECASE)
_BARE = 5  # words; in a question as short ("is it safe?"), "it" can be any of the treatments
_STEM_CELLS = re.compile(r"\bstem[ -]?cells?\b|\bcell therap", re.IGNORECASE)
_FIRST_ASKED = (
    "Does a stem cell transplant work for {}?",
    "What are the risks of a stem cell transplant for {}?",
    "What else is there for {} besides stem cells?",
)
_DEPENDS_ON_TREATMENT = frozenset(("effectiveness", "risk", "eligibility", "cost"))
# Replies to turns of a conversation, by the turns. A reply looks back at some, and each of them at
# others: made anew each time, a dozen "tell me more" are thousands of searches.
_Replies = dict[tuple[str, ...], Reply]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a reply is what it is, for staff."""

    reason: str
    candidates: tuple[Candidate, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)
    probability: float | None = None  # that the first candidate answers the question

    def as_dict(self) -> dict[str, Any]:
        """The explanation as plain data for JSON."""
        return {
            "reason": self.reason,
            "probability": self.probability,
            "features": dict(self.features),
            "candidates": [
                {
                    "passage": candidate.passage.id,
                    "dense": candidate.dense,
                    "lexical": candidate.lexical,
                    "final": candidate.score,
                }
                for candidate in self.candidates
            ],
        }


@dataclass(frozen=True, slots=True)
class _Found:
    """A message or one of its questions, searched."""

    query: Query
    candidates: Sequence[Candidate]
    features: dict[str, float]
    scope: float  # probability that the corpus can answer it
    right: float  # probability that the first candidate does


def answer(index: Index, turns: Sequence[str]) -> Reply:
    """Reply to the last of the turns that a patient typed; the earlier ones are its context."""
    return explain(index, turns)[0]


def answers(index: Index, turns: Sequence[str]) -> list[Reply]:
    """Reply to each of the turns as `answer`, with those before it as its context."""
    replies: _Replies = {}
    return [_reply_to(index, turns[: end + 1], replies) for end in range(len(turns))]


def explain(index: Index, turns: Sequence[str]) -> tuple[Reply, Explanation]:
    """Reply as `answer`, and say why."""
    return _explain(index, turns, {})


def _explain(index: Index, turns: Sequence[str], replies: _Replies) -> tuple[Reply, Explanation]:
    typed = turns[-1] if turns else ""
    if not fits(typed, MAX_CHARACTERS):
        shortened = clean(typed[:200]) + " …"
        reply = compose.fixed(index, "clarify", shortened, "too-long", texts.TOO_LONG)
        return reply, Explanation("the question is too long")
    question = clean(typed)
    if not any(char.isalnum() for char in question):
        reply = compose.fixed(index, "clarify", question, "empty", texts.EMPTY)
        return reply, Explanation("the question has no words")
    if needs := urgency(index, typed):
        reply = compose.urgent(index, question, needs)
        return reply, Explanation(f"the question tells of a {' or '.join(needs)} now")
    if line := smalltalk(question):
        reply = compose.fixed(index, "smalltalk", question, "smalltalk", line)
        return reply, Explanation("the question is small talk")
    if not is_latin(question) or not is_english(question):
        reply = compose.fixed(index, "decline", question, "language", texts.NOT_ENGLISH)
        return reply, Explanation("the question is in another language")
    if is_command(question):
        reply = compose.declined(index, Understood(question, question), [], 0.0)
        return reply, Explanation("it gives orders instead of asking")
    begun = [turn[:_CONTEXT] for turn in turns[-_MAX_TURNS:-1]]
    earlier = [clean(turn) for turn in begun if fits(turn, _CONTEXT)]
    if (chosen := index.asked_exactly(fold(question))) is not None:
        return _chosen(index, question, chosen)
    if all(not turn or smalltalk(turn) for turn in earlier) and only_names_an_illness(
        question, index.vocabulary
    ):
        return _introduced(index, question)
    understood = understand([*earlier, question], index.vocabulary)
    return _searched(index, understood, [turn for turn in earlier if turn], replies)


def _chosen(index: Index, question: str, position: int) -> tuple[Reply, Explanation]:
    """The passage whose own question was asked, word for word, as by a click on it."""
    understood = Understood(question, question)
    found = _find(index, queries_for(index, understood)[0])
    passage = index.passages[position]
    first = next(c for c in found.candidates if c.passage is passage)
    ordered = [first, *(c for c in found.candidates if c.passage is not passage)]
    reply = compose.answered(index, understood, found.query, _also(ordered), [], 1.0)
    return reply, Explanation("it is the passage's own question", tuple(ordered[:10]), {}, 1.0)


def _introduced(index: Index, question: str) -> tuple[Reply, Explanation]:
    """What people with that illness ask most, to choose from: nothing was asked yet."""
    named = narrowed(named_in(question, index.vocabulary), index.vocabulary).diseases
    diseases = " and ".join(sorted(compose.label(name, index.vocabulary) for name in named))
    asked = [text.format(diseases) for text in _FIRST_ASKED]
    found = [_find(index, queries_for(index, Understood(text, text))[0]) for text in asked]
    best = {one.candidates[0].passage.id: one.candidates[0] for one in found}
    offered = list(best.values())
    reply = compose.clarifying(index, Understood(question, question), offered, found[0].right)
    return reply, Explanation("it only names an illness", tuple(offered))


def _searched(
    index: Index, understood: Understood, earlier: Sequence[str], replies: _Replies
) -> tuple[Reply, Explanation]:
    calibration = index.calibration
    found = [_find(index, query) for query in queries_for(index, understood)]
    if understood.wants_more:
        seen = _shown_before(index, earlier, replies)
        found = [_without(one, seen) for one in found]
    found = [_without_own_passage(index, one) for one in found]
    whole = found[0]
    # Then neither what it names nor what a part of it seems to ask makes it ours.
    is_foreign = whole.scope < calibration.near_from and not _lacks_a_passage(index, whole.query)
    within = [
        one
        for one in found
        if not is_foreign
        and (one.scope >= calibration.decline_below or _asks_of_ours(index, understood, one))
    ]
    if outside := _left_the_subject(index, understood):
        within, found, understood = [], outside, Understood(understood.turn, understood.turn)
    main = within[0] if within else max(found, key=lambda one: one.scope)
    features = main.features | {"in_scope": main.scope}
    why = Explanation("", tuple(main.candidates[:10]), features, main.right)
    if not within:
        near = main.candidates if main.scope >= calibration.near_from else []
        reply = compose.declined(index, understood, near, main.scope)
        return reply, _because(why, f"in scope below {calibration.decline_below:.2f}")
    unsure = main.right < calibration.clarify_below and not _lacks_a_passage(index, main.query)
    if unsure and not _clarified_before(index, earlier, replies):
        reply = compose.clarifying(index, understood, main.candidates, main.right)
        return reply, _because(why, f"right below {calibration.clarify_below:.2f}")
    parts = [one for one in within if one is not found[0]]
    shown = _with_each(main, parts) if len(parts) > 1 else _also(main.candidates)
    options = _treatments(main, shown)
    reply = compose.answered(index, understood, main.query, shown, options, main.right)
    return reply, _because(why, f"in scope, right at least {calibration.clarify_below:.2f}")


def _find(index: Index, query: Query) -> _Found:
    candidates = search(index, query)
    values = decide.features(index, candidates, query)
    calibration = index.calibration
    scope, right = calibration.scope.probability(values), calibration.right.probability(values)
    return _Found(query, candidates, values, scope, right)


def _own_diseases(index: Index, query: Query) -> frozenset[str]:
    """The autoimmune diseases that a query names."""
    return narrowed(query.named, index.vocabulary).diseases


def _asks_of_ours(index: Index, understood: Understood, found: _Found) -> bool:
    """Whether it asks of cells for an autoimmune disease: that is ours, however rare the name."""
    named = named_in(understood.turn, index.vocabulary)
    cells = named.therapies - {OTHER_THERAPY} or _STEM_CELLS.search(understood.turn)
    return bool(cells and _own_diseases(index, found.query) & named.diseases)


def _left_the_subject(index: Index, understood: Understood) -> list[_Found]:
    """The turn searched alone, if that is nothing that we answer; else none.

    A short one that points back is not asked alone: it may lean wholly on what was said before.
    """
    points_back, is_short = understood.is_follow_up, len(understood.turn.split()) < _STANDS_ALONE
    if (points_back and is_short) or understood.text == understood.turn:
        return []
    queries = queries_for(index, Understood(understood.turn, understood.turn))
    alone = [_find(index, query) for query in queries]
    # Then it must be plainly foreign: what it leans on may be all that is ours.
    limit = index.calibration.near_from / (4 if points_back or is_short else 1)
    return alone if max(part.scope for part in alone) < limit else []


def _lacks_a_passage(index: Index, query: Query) -> bool:
    """Whether it names an autoimmune disease that no passage is about; the general one answers."""
    diseases = _own_diseases(index, query)
    return bool(diseases) and not any(diseases & profile.diseases for profile in index.profiles)


def _without_own_passage(index: Index, found: _Found) -> _Found:
    """For a disease without a passage, those that are not about another one come first."""
    if not _lacks_a_passage(index, found.query):
        return found
    ordered = sorted(found.candidates, key=lambda c: c.features["other_disease"])
    return _Found(found.query, ordered, found.features, found.scope, found.right)


def _also(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The first, and those close to it that are not about another disease or treatment."""
    first = candidates[0]
    others = [
        c
        for c in candidates[1 : compose.MAX_PASSAGES]
        if c.score >= first.score - _ALSO_MARGIN
        and not c.features["other_disease"]
        and not c.features["other_therapy"]
    ]
    return [first, *others]


def _with_each(main: _Found, parts: Sequence[_Found]) -> list[Candidate]:
    """The best passage for the whole message, then each part's, each passage once.

    The first stands for the part that it fits best, which so needs no other.
    """
    first = main.candidates[0]

    def behind(part: _Found) -> float:
        own = next(c for c in part.candidates if c.passage is first.passage)
        return part.candidates[0].score - own.score

    served = min(parts, key=behind)
    best = {c.passage.id: c for c in (first, *(p.candidates[0] for p in parts if p is not served))}
    return list(best.values())[: compose.MAX_PASSAGES]


def _treatments(found: _Found, shown: Sequence[Candidate]) -> list[Candidate]:
    """The best passage of each treatment that "stem cells" could mean; none if it is clear."""
    named, text = found.query.named, found.query.texts[0]
    first = found.candidates[0]
    if named.therapies or named.drugs or first.passage.about not in _DEPENDS_ON_TREATMENT:
        return []
    is_bare = not found.query.follows and len(text.split()) <= _BARE and _IT.search(text)
    if not is_bare and not _UNNAMED.search(text):
        return []
    near = [
        c
        for c in found.candidates
        if c.score >= first.score - _TREATMENT_MARGIN
        and c.features["other_disease"] <= first.features["other_disease"]
        and c.features["narrow"] <= first.features["narrow"]
        and c.passage.about == first.passage.about
        and not set(first.passage.diseases).isdisjoint(c.passage.diseases)
    ]
    best = [next((c for c in near if c.passage.therapies == (t,)), None) for t in _MEANT]
    if None in best:
        return []
    return [c for c in best if c and c.passage is not shown[0].passage]


def _without(found: _Found, seen: frozenset[str]) -> _Found:
    left = [c for c in found.candidates if c.passage.id not in seen]
    return _Found(found.query, left or found.candidates, found.features, found.scope, found.right)


def _shown_before(index: Index, earlier: Sequence[str], replies: _Replies) -> frozenset[str]:
    """The passages that stood first in the last replies."""
    counts = range(max(0, len(earlier) - _REMEMBERED) + 1, len(earlier) + 1)
    shown = (_reply_to(index, earlier[:count], replies).passages for count in counts)
    return frozenset(passages[0].id for passages in shown if passages)


def _clarified_before(index: Index, earlier: Sequence[str], replies: _Replies) -> bool:
    """Whether the reply before was a question back; two in a row would block."""
    return bool(earlier) and _reply_to(index, earlier, replies).kind == "clarify"


def _reply_to(index: Index, turns: Sequence[str], replies: _Replies) -> Reply:
    """The reply to the last of some turns, made once."""
    key = tuple(turns)
    if key not in replies:
        replies[key] = _explain(index, turns, replies)[0]
    return replies[key]


def _because(why: Explanation, reason: str) -> Explanation:
    return Explanation(reason, why.candidates, why.features, why.probability)
