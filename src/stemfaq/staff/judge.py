"""Judging: each golden question put to the engine, and what came back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stemfaq.answer.answer import explain
from stemfaq.answer.reply import Kind
from stemfaq.corpus.questions import GoldenQuestion
from stemfaq.index.opening import Index

SHOWN = 3  # a reply shows at most that many passages; "among three" means these


@dataclass(frozen=True, slots=True)
class Judged:
    """A question and the reply to its last turn; passages are named by id."""

    question: GoldenQuestion
    kind: Kind  # of the reply
    shown: tuple[str, ...]  # in the order of the reply
    options: tuple[str, ...]  # what a clarifying or declining reply offers
    ranked: tuple[str, ...]  # by the ranking, best first
    probability: float | None  # that the first of `ranked` answers; None if nothing was searched

    @property
    def right_first(self) -> bool:
        """Whether the reply is an answer and its first passage is a right one."""
        return self.kind == "answer" and bool(self._right(self.shown[:1]))

    @property
    def right_among_three(self) -> bool:
        """Whether an answer or a clarifying question leads to a right passage.

        An answer does by what it shows and by the ranking's first three, a clarifying question
        by its options; a refusal never does.
        """
        if self.kind == "answer":
            return self._right((*self.shown[:SHOWN], *self.ranked[:SHOWN]))
        return self.kind == "clarify" and self._right(self.options)

    @property
    def shows_right(self) -> bool:
        """Whether the first passage shown is a right one, whatever the kind of the reply."""
        return self._right(self.shown[:1])

    @property
    def ranks_right(self) -> bool:
        """Whether the ranking's first passage is a right one, whatever the reply made of it."""
        return self._right(self.ranked[:1])

    def _right(self, ids: Sequence[str]) -> bool:
        return not set(ids).isdisjoint(self.question.passages)


def judge(
    index: Index, questions: Sequence[GoldenQuestion], step: Callable[[], object] = lambda: None
) -> list[Judged]:
    """Put every question to the engine as a patient would; `step` is called after each."""
    judged = []
    for question in questions:
        judged.append(_judged(index, question))
        step()
    return judged


def _judged(index: Index, question: GoldenQuestion) -> Judged:
    reply, explanation = explain(index, question.turns)
    return Judged(
        question=question,
        kind=reply.kind,
        shown=tuple(passage.id for passage in reply.passages),
        options=tuple(option.passage for option in reply.options),
        ranked=tuple(candidate.passage.id for candidate in explanation.candidates),
        probability=explanation.probability,
    )
