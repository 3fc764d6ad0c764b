"""Plots of an evaluation, as SVG files: no font and no script is fetched to show them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from stemfaq.corpus.questions import Kind
from stemfaq.staff.evaluate import Estimates
from stemfaq.staff.measures import Bin

KINDS: tuple[str, ...] = get_args(Kind)
BLUE, GREY, ORANGE = "#1f5fa8", "#5f6570", "#b4540a"  # told apart in every colour vision
_STYLE: Any = {
    "font.size": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "stemfaq",  # the same figures give the same file
}


def reliability(path: Path, bins: Sequence[Bin]) -> None:
    """How often the first passage was right, by how probable it was held."""
    with rc_context(_STYLE):
        figure = Figure(figsize=(6, 6), layout="constrained")
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", label="as sure as right")
        x, y = [b.confidence for b in bins], [b.right for b in bins]
        axes.plot(x, y, color=BLUE, marker="o", label="the engine, a tenth of the questions each")
        axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), aspect="equal")
        axes.set(xlabel="probability given by the engine", ylabel="share of right first passages")
        axes.legend(loc="upper left", frameon=False)
        _save(figure, path)


def kinds(path: Path, counts: Mapping[str, Mapping[str, int]]) -> None:
    """Which kind of reply each kind of question got; each row's shade is its share."""
    wanted = [kind for kind in KINDS if kind in counts]
    table = np.array([[counts[w].get(g, 0) for g in KINDS] for w in wanted], float)
    shares = table / table.sum(axis=1, keepdims=True)
    with rc_context(_STYLE):
        figure = Figure(figsize=(7, 1.5 + 0.8 * len(wanted)), layout="constrained")
        axes = figure.add_subplot()
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
        axes.set_xticks(range(len(KINDS)), KINDS)
        axes.set_yticks(range(len(wanted)), wanted)
        axes.set(xlabel="reply", ylabel="wanted")
        for (row, column), count in np.ndenumerate(table):
            colour = "white" if shares[row, column] > 0.5 else "black"
            axes.text(column, row, f"{count:.0f}", ha="center", va="center", color=colour)
        _save(figure, path)


def themes(path: Path, by_theme: Mapping[str, Estimates]) -> None:
    """answer@1 and answer@3 of each theme with their intervals."""
    names = list(by_theme)
    with rc_context(_STYLE):
        figure = Figure(figsize=(8, 1.5 + 0.45 * len(names)), layout="constrained")
        axes = figure.add_subplot()
        series = (
            ("answer_at_1", "answer@1", BLUE, "o", -0.12),
            ("answer_at_3", "answer@3", ORANGE, "s", 0.12),
        )
        for name, label, colour, marker, shift in series:
            rows = [(i, by_theme[theme][name]) for i, theme in enumerate(names)]
            known = [(i, e.value, e.low, e.high) for i, e in rows if e.value is not None]
            places, values, low, high = np.array(known, float).reshape(-1, 4).T
            axes.hlines(places + shift, low, high, color=colour, linewidth=1.5)
            axes.plot(values, places + shift, marker, color=colour, label=label)
        axes.set_yticks(range(len(names)), names)
        axes.set(xlim=(-0.02, 1.02), xlabel="share of questions, with its 95 % interval")
        axes.invert_yaxis()
        axes.grid(axis="x", color="#dddddd")
        figure.legend(loc="outside upper right", ncols=2, frameon=False)
        _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, format="svg", metadata={"Date": None})
