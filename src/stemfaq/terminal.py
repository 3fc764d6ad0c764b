"""Replies for people at a terminal."""

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stemfaq.answer.answer import Explanation
from stemfaq.answer.reply import Reply, ShownPassage


def print_reply(reply: Reply, console: Console) -> None:
    """Print a reply, the caution last. Texts are printed as they are, never as markup."""
    console.print(Group(*_parts(reply)), highlight=False)


def print_explanation(explanation: Explanation, console: Console) -> None:
    """Print the candidates with their scores, the features and the deciding reason."""
    table = Table(title="Candidates", title_justify="left")
    for name in ("passage", "dense", "lexical", "final"):
        table.add_column(name, justify="left" if name == "passage" else "right")
    for candidate in explanation.candidates:
        figures = (candidate.dense, candidate.lexical, candidate.score)
        table.add_row(candidate.passage.id, *(f"{figure:.3f}" for figure in figures))
    if explanation.candidates:
        console.print(table)
    if explanation.features:
        pairs = (f"{name} {value:.3f}" for name, value in explanation.features.items())
        console.print("Features: " + ", ".join(pairs), highlight=False)
    if explanation.probability is not None:
        console.print(f"Probability: {explanation.probability:.3f}", highlight=False)
    console.print(f"Reason: {explanation.reason}", highlight=False)


def _parts(reply: Reply) -> Iterator[RenderableType]:
    if reply.understood_as != reply.question:
        yield Text(f"Understood as: {reply.understood_as}\n", style="italic")
    for notice in reply.notices:
        yield Text(notice.text + "\n")
    for passage in reply.passages:
        yield from _passage(passage)
    for option in reply.options:
        yield Text(f"  • {option.text}")
    if reply.options:
        yield Text()
    if reply.suggestions:
        yield Text("You may also ask:", style="bold")
        yield from (Text(f"  • {suggestion}") for suggestion in reply.suggestions)
        yield Text()
    yield Text(reply.caution, style="bold yellow")


def _passage(passage: ShownPassage) -> Iterator[RenderableType]:
    yield Text(passage.question + "\n", style="bold")
    yield Text(passage.answer_markdown + "\n")
    yield Text(passage.body_markdown + "\n")
    as_of = f" As of {passage.as_of}." if passage.as_of else ""
    line = f"{passage.evidence_text}{as_of} Last reviewed {passage.reviewed}.\n"
    yield Text(line, style="italic")
    for source in passage.sources:
        link = f" {source.url}" if source.url else ""
        yield Padding(Text(f"{source.number}. {source.text}{link}"), (0, 0, 0, 2))
    yield Text()
