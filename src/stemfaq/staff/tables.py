"""Evaluations for people at a terminal."""

from collections.abc import Iterator, Mapping

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from stemfaq.staff.evaluate import Estimates, Evaluation
from stemfaq.staff.measures import BREAKDOWN, MEASURES
from stemfaq.staff.misses import Miss

MISSES = 20


def print_evaluation(evaluation: Evaluation, console: Console) -> None:
    """Print every measure, the tables by theme, disease and tag, and the worst misses."""
    console.print(Group(*_parts(evaluation)), highlight=False)


def _parts(evaluation: Evaluation) -> Iterator[RenderableType]:
    yield Text(f"{evaluation.questions} questions, index {evaluation.index}\n")
    yield _measures(evaluation.measures)
    for title, estimates in (
        ("By theme", evaluation.by_theme),
        ("By disease", evaluation.by_disease),
        ("By tag", evaluation.by_tag),
    ):
        if estimates:
            yield Text()
            yield _breakdown(title, estimates)
    if evaluation.misses:
        shown = evaluation.misses[:MISSES]
        yield Text(f"\nThe worst {len(shown)} of {len(evaluation.misses)} misses\n", style="bold")
        yield from (Text(line) for miss in shown for line in _miss(miss))


def _measures(estimates: Estimates) -> Table:
    table = Table(box=SIMPLE_HEAD)
    for name in ("measure", "value", "95 % interval", "n", "target", ""):
        right = name in ("value", "95 % interval", "n")
        table.add_column(name, justify="right" if right else "left", no_wrap=True)
    for measure in MEASURES:
        estimate = estimates[measure.name]
        if estimate.count:
            verdict = measure.verdict(estimate)
            table.add_row(
                measure.label,
                str(estimate),
                estimate.interval,
                str(estimate.count),
                measure.goal,
                Text(verdict, style="red" if verdict == "missed" else "green"),
            )
    return table


def _breakdown(title: str, estimates: Mapping[str, Estimates]) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    table.add_column("", no_wrap=True)
    for name in ("n", *(measure.label for measure in BREAKDOWN)):
        table.add_column(name.replace(" ", "\n"), justify="right")
    for label, row in estimates.items():
        count = max(estimate.count for estimate in row.values())
        table.add_row(label, str(count), *(str(row[measure.name]) for measure in BREAKDOWN))
    return table


def _miss(miss: Miss) -> Iterator[str]:
    sure = "" if miss.probability is None else f", probability {miss.probability:.2f}"
    yield f"{miss.id}: {miss.what}{sure}"
    yield f"    asked:  {' / '.join(miss.turns)}"
    if miss.passages:
        yield f"    right:  {', '.join(miss.passages[:4])}"
    shown = miss.shown or miss.ranked
    yield f"    {'shown' if miss.shown else 'ranked'}:  {', '.join(shown) or miss.got}"
