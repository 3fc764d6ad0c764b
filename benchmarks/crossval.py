"""Development questions, each judged by a calibration that did not see its group.

The build fits its ranking and its decision on the development questions, so that `stemfaq eval`
on them flatters. Here they are cut into folds by group; each fold is judged with what was
fitted on the others. Compare encoders with it: build each into a folder of its own.

Usage: python benchmarks/crossval.py INDEX... [--folds 5] [--json]
"""

import argparse
import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from stemfaq.corpus.questions import GoldenQuestion, read_questions
from stemfaq.index.opening import Index, open_index
from stemfaq.staff.bootstrap import Estimate
from stemfaq.staff.calibrate import calibrate
from stemfaq.staff.evaluate import measured
from stemfaq.staff.folds import folds_by_group
from stemfaq.staff.judge import Judged, judge
from stemfaq.staff.measures import MEASURES


def main() -> None:
    """Print a table, or JSON, with one column for each index."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("indexes", type=Path, nargs="+")
    parser.add_argument("--questions", type=Path, default=Path("corpus/questions.jsonl"))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    questions, _ = read_questions(arguments.questions)
    results = {
        str(path): measured(held_out(open_index(path), questions, arguments.folds))
        for path in arguments.indexes
    }
    if arguments.json:
        plain = {
            name: {key: dataclasses.asdict(estimate) for key, estimate in measures.items()}
            for name, measures in results.items()
        }
        print(json.dumps(plain, indent=1))  # noqa: T201
    else:
        Console().print(table(results))


def held_out(index: Index, questions: Sequence[GoldenQuestion], folds: int) -> list[Judged]:
    """Every question judged with a calibration fitted on the other folds."""
    fold_of = folds_by_group(questions, folds)
    judged: list[Judged] = []
    for fold in range(folds):
        known = [q for q in questions if fold_of[q.group] != fold]
        fitted = calibrate(index, known)
        own = dataclasses.replace(index, calibration=fitted.whole)
        judged.extend(judge(own, [q for q in questions if fold_of[q.group] == fold]))
    return judged


def table(results: dict[str, dict[str, Estimate]]) -> Table:
    """One row a measure, one column an index."""
    shown = Table("measure", *results, "n")
    for measure in MEASURES:
        estimates = [result[measure.name] for result in results.values()]
        if estimates[0].count:
            cells = (f"{estimate} ({estimate.interval})" for estimate in estimates)
            shown.add_row(measure.label, *cells, str(estimates[0].count))
    return shown


if __name__ == "__main__":
    main()
