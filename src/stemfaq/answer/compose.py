"""Composing replies: passages as they were reviewed, fixed lines around them, nothing else."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from stemfaq.answer import texts
from stemfaq.answer.advice import advice_notices
from stemfaq.answer.agreement import broader, is_about_another
from stemfaq.answer.context import Understood
from stemfaq.answer.reply import Kind, Notice, Option, Reply
from stemfaq.answer.search import Candidate, Query
from stemfaq.answer.shown import show, show_passage
from stemfaq.answer.urgency import Urgency, dangers_named
from stemfaq.corpus.entities import OTHER_THERAPY, Named, profile, told_in
from stemfaq.corpus.examples import CRISIS_PASSAGE, EMERGENCY_PASSAGE
from stemfaq.corpus.passage import Passage, without_citations
from stemfaq.corpus.vocabulary import GENERAL, Vocabulary
from stemfaq.index.opening import Index

MAX_PASSAGES = 3
MAX_OPTIONS = 3
MAX_SUGGESTIONS = 4
_HELP: Mapping[Urgency, str] = {"emergency": texts.IF_NOW, "crisis": texts.IF_CRISIS}


def fixed(index: Index, kind: Kind, question: str, notice: str, text: str) -> Reply:
    """A reply that is one fixed line."""
    return Reply(
        kind=kind,
        question=question,
        understood_as=question,
        index=index.manifest.digest,
        notices=(Notice(notice, text),),
    )


def urgent(index: Index, question: str, needs: Sequence[Urgency]) -> Reply:
    """The help passage for the first of the needs, alone, and the fixed line of each."""
    passage = index.passage(CRISIS_PASSAGE if needs[0] == "crisis" else EMERGENCY_PASSAGE)
    return Reply(
        kind="urgent",
        question=question,
        understood_as=question,
        index=index.manifest.digest,
        passages=(show_passage(index, passage, {}),) if passage else (),
        notices=tuple(Notice(need, _HELP[need]) for need in needs),
    )


def answered(
    index: Index,
    understood: Understood,
    query: Query,
    shown: Sequence[Candidate],
    options: Sequence[Candidate],
    probability: float,
) -> Reply:
    """The passages that answer, the best first; `options` are the treatments it could mean."""
    passages = [candidate.passage for candidate in shown]
    notices = [*_lines(understood), *_other_subject(index, query.named, passages)]
    if options:
        notices.append(Notice("which-treatment", texts.WHICH_TREATMENT))
    return Reply(
        kind="answer",
        question=understood.turn,
        understood_as=understood.text,
        index=index.manifest.digest,
        passages=show(index, shown),
        confidence=round(probability, 4),
        notices=tuple(notices),
        options=_options(options),
        suggestions=_suggestions(index, passages),
    )


def clarifying(
    index: Index, understood: Understood, candidates: Sequence[Candidate], probability: float
) -> Reply:
    """Questions to choose from, since it is not sure which one was meant."""
    return Reply(
        kind="clarify",
        question=understood.turn,
        understood_as=understood.text,
        index=index.manifest.digest,
        confidence=round(probability, 4),
        notices=(*_lines(understood), Notice("unsure", texts.UNSURE)),
        options=_options(candidates[:MAX_OPTIONS]),
    )


def declined(
    index: Index, understood: Understood, near: Sequence[Candidate], probability: float
) -> Reply:
    """Honest words that there is no reviewed answer; `near` passages are offered as options."""
    notices = [*_lines(understood), Notice("decline", texts.DECLINE)]
    if near:
        notices.append(Notice("near", texts.NEAR))
    return Reply(
        kind="decline",
        question=understood.turn,
        understood_as=understood.text,
        index=index.manifest.digest,
        confidence=round(1 - probability, 4),
        notices=tuple(notices),
        options=_options(near[:MAX_OPTIONS]),
    )


def _lines(understood: Understood) -> list[Notice]:
    """What stands above: for whoever has a danger now, and for who asks about their own case."""
    dangers = [Notice(need, _HELP[need]) for need in dangers_named(understood.turn)]
    return [*dangers, *advice_notices(understood.text)]


@dataclass(frozen=True, slots=True)
class _Apart:
    """What was asked and the first passage is not about, and the line that says so."""

    kind: str  # of the notice
    names: frozenset[str]
    line: str  # with places for {wanted} and {shown}
    shown: str = ""  # what the passage is about
    further: str = texts.FURTHER  # the line where a further passage is about it


def _other_subject(index: Index, asked: Named, shown: Sequence[Passage]) -> list[Notice]:
    """Notices if the first passage is not about the disease, treatment or group asked about."""
    first, *others = shown
    vocabulary = index.vocabulary
    found = (
        _other_disease(index, asked, first),
        _other_treatment(vocabulary, asked, first),
        _other_group(vocabulary, asked, first),
    )
    notices = []
    for apart in found:
        if apart:
            is_below = any(_is_about(passage, apart, asked, vocabulary) for passage in others)
            line = apart.further if is_below else apart.line
            wanted = _joined(label(name, vocabulary) for name in apart.names)
            notices.append(Notice(apart.kind, line.format(wanted=wanted, shown=apart.shown)))
    return notices


def _is_about(passage: Passage, apart: _Apart, asked: Named, vocabulary: Vocabulary) -> bool:
    """Whether a further passage is about what the first is not about, and about no other disease.

    For people of a group its own question must name them: many tell of them somewhere.
    """
    if apart.kind == "another-disease":
        return apart.names <= set(passage.diseases)
    if GENERAL not in passage.diseases and is_about_another(asked, passage, vocabulary):
        return False
    about = profile(passage, vocabulary)
    if apart.kind == "another-group":
        return apart.names <= about.groups
    return apart.names <= about.therapies | about.drugs


def _other_disease(index: Index, asked: Named, passage: Passage) -> _Apart | None:
    vocabulary = index.vocabulary
    named = _not_in_passing(asked, passage, vocabulary)
    if not is_about_another(named, passage, vocabulary):
        return None
    names = named.diseases - {GENERAL}
    general = GENERAL in passage.diseases
    about = (GENERAL,) if general else passage.diseases  # the others are its examples
    shown = _joined(label(name, vocabulary) for name in about)
    # "No answer about lupus" would be wrong where it is only this one that is general.
    if general and _has_its_own(index, named):
        return _Apart("in-general", names, texts.IN_GENERAL, shown)
    if broader(names, vocabulary) & set(passage.diseases):  # lupus, for lupus nephritis
        return _Apart("another-disease", names, texts.IN_GENERAL, shown)
    is_told = names <= told_in(passage, vocabulary)
    line = texts.MAINLY_ANOTHER if is_told else texts.ANOTHER_DISEASE
    return _Apart("another-disease", names, line, shown)


def _other_treatment(vocabulary: Vocabulary, asked: Named, passage: Passage) -> _Apart | None:
    """None too for a passage that is about no treatment, or a question that names none by name."""
    names, about = asked.therapies | asked.drugs, profile(passage, vocabulary)
    if about.drugs or asked.drugs:  # "other treatments" then means these, not each that there is
        names -= {OTHER_THERAPY}
    if not names or not (covered := about.therapies | about.drugs):
        return None
    covered |= vocabulary.named_in(f"{passage.question} {without_citations(passage.answer)}")
    told = told_in(passage, vocabulary)
    # Its asks were reviewed with it: "Humira stopped working, what is left?"
    said = told.union(*map(vocabulary.named_in, passage.asks)) if asked.drugs else told
    if names & (covered | (said & vocabulary.drugs.keys())):
        return None
    wanted, line = names - {OTHER_THERAPY}, texts.ANOTHER_TREATMENT
    if wanted & told:
        wanted, line = wanted & told, texts.MAINLY_ANOTHER
    elif asked.drugs:  # it may be about the treatment that the medicine goes with
        line = texts.NOT_NAMED
    return _Apart("another-treatment", wanted, line, "another treatment") if wanted else None


def _other_group(vocabulary: Vocabulary, asked: Named, passage: Passage) -> _Apart | None:
    if not asked.groups or asked.groups & told_in(passage, vocabulary):
        return None
    return _Apart("another-group", asked.groups, texts.ANOTHER_GROUP, further=texts.FURTHER_GROUP)


def _not_in_passing(asked: Named, passage: Passage, vocabulary: Vocabulary) -> Named:
    """What was asked, without the diseases of which it is enough that the passage tells of them.

    So it is with what is not ours (cats, in what to do about pets) and in a general passage.
    """
    general = GENERAL in passage.diseases
    if not asked.diseases - set(passage.diseases):
        return asked
    told = told_in(passage, vocabulary)
    kept = (
        name
        for name in asked.diseases
        if not (name in told and (general or vocabulary.diseases[name].outside))
    )
    return replace(asked, diseases=frozenset(kept))


def _has_its_own(index: Index, asked: Named) -> bool:
    """Whether every disease that was asked about has a passage of its own."""
    covered = {disease for passage in index.passages for disease in passage.diseases}
    return asked.diseases - {GENERAL} <= covered


def label(name: str, vocabulary: Vocabulary) -> str:
    """How a named thing is shown, without what its label has in brackets."""
    for topics in (vocabulary.diseases, vocabulary.therapies, vocabulary.drugs, vocabulary.groups):
        if name in topics:
            return re.sub(r"\s*\([^)]*\)$", "", topics[name].label)
    return name


def _joined(names: Iterable[str]) -> str:
    ordered = sorted(names)
    return (", or " if any(" and " in name for name in ordered) else " or ").join(ordered)


def _options(candidates: Sequence[Candidate]) -> tuple[Option, ...]:
    return tuple(Option(c.passage.question, c.passage.id) for c in candidates)


def _suggestions(index: Index, passages: Sequence[Passage]) -> tuple[str, ...]:
    """The questions of related passages that are not shown already."""
    shown = {passage.id for passage in passages}
    related = (id_ for passage in passages for id_ in passage.related if id_ not in shown)
    found = (index.passage(id_) for id_ in dict.fromkeys(related))
    return tuple(passage.question for passage in found if passage)[:MAX_SUGGESTIONS]
