"""The report: an evaluation as a page with plots, whole in its folder."""

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from stemfaq.errors import StemfaqError
from stemfaq.staff import plots
from stemfaq.staff.evaluate import Evaluation
from stemfaq.staff.measures import BREAKDOWN, MEASURES

PAGE = "index.html"


def write_report(evaluation: Evaluation, folder: Path) -> Path:
    """Write index.html and its plots into `folder`; returns the page's path.

    Raises StemfaqError if the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        figures = _plots(evaluation, folder)
        (folder / PAGE).write_text(_page(evaluation, figures), "utf-8")
    except OSError as error:
        raise StemfaqError(f"{folder}: the report cannot be written: {error.strerror}") from error
    return folder / PAGE


def _plots(evaluation: Evaluation, folder: Path) -> dict[str, str]:
    """The file names of the plots for which there are figures."""
    drawn: Mapping[str, tuple[object, Callable[[Path], None]]] = {
        "reliability": (
            evaluation.reliability,
            lambda p: plots.reliability(p, evaluation.reliability),
        ),
        "kinds": (evaluation.kinds, lambda p: plots.kinds(p, evaluation.kinds)),
        "themes": (evaluation.by_theme, lambda p: plots.themes(p, evaluation.by_theme)),
    }
    files = {}
    for name, (data, draw) in drawn.items():
        if data:
            files[name] = f"{name}.svg"
            draw(folder / files[name])
    return files


def _page(evaluation: Evaluation, figures: dict[str, str]) -> str:
    environment = Environment(
        loader=PackageLoader("stemfaq.staff", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    context: dict[str, Any] = {
        "evaluation": evaluation,
        "figures": figures,
        "measures": [m for m in MEASURES if evaluation.measures[m.name].count],
        "breakdown": BREAKDOWN,
        "kinds": plots.KINDS,
        "tables": (
            ("disease", evaluation.by_disease),
            ("tag", evaluation.by_tag),
        ),
        "made": datetime.date.today().isoformat(),
    }
    return environment.get_template("report.html.j2").render(context)
