"""The commands that look at the corpus: check, trace and coverage."""

import dataclasses
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from stemfaq.options import DEFAULTS, AsJson, CorpusFolder, IndexFolder

app = typer.Typer()


@app.command()
def check(corpus: CorpusFolder = DEFAULTS.corpus, as_json: AsJson = False) -> None:
    """Hold the corpus against every rule; exit 1 if it cannot be built.

    Example: stemfaq check
    """
    from stemfaq.corpus.check import check as run

    report = run(corpus)
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(problem) for problem in report.problems]))
    else:
        for problem in report.problems:
            typer.echo(str(problem))
        warnings = len(report.problems) - len(report.errors)
        typer.echo(
            f"{len(report.corpus.files)} passages, {len(report.corpus.sources)} sources, "
            f"{len(report.corpus.facts)} facts: {len(report.errors)} errors, {warnings} warnings"
        )
    if report.errors:
        raise typer.Exit(1)


@app.command()
def trace(
    passage: Annotated[str | None, typer.Argument(help="The passage's id.")] = None,
    unused: Annotated[
        bool, typer.Option("--unused", help="List the facts that no passage uses.")
    ] = False,
    corpus: CorpusFolder = DEFAULTS.corpus,
    as_json: AsJson = False,
) -> None:
    """Print each figure of a passage with the fact and the source that prove it.

    Example: stemfaq trace hsct-lupus-does-it-work

    Example: stemfaq trace --unused
    """
    if (passage is None) != unused:
        raise typer.BadParameter("give either a passage or --unused")
    from stemfaq.corpus.reader import read_corpus
    from stemfaq.staff import trace as run

    read = read_corpus(corpus)
    if unused:
        facts = run.unused(read)
        lines = [f"{fact.id}: {fact.fact}" for fact in facts]
        lines.append(f"{len(facts)} of {len(read.facts)} facts are used by no passage")
        data = [fact.model_dump() for fact in facts]
    else:
        traced = run.trace(read, passage or "")
        lines = list(run.lines(traced))
        data = [dataclasses.asdict(one) for one in traced]
    _print(data if as_json else lines, as_json=as_json)


def _print(content: list[Any], *, as_json: bool) -> None:
    """Print data as JSON, or lines as they are."""
    text = json.dumps(content, ensure_ascii=False, indent=1) if as_json else "\n".join(content)
    typer.echo(text)


@app.command()
def coverage(
    files: Annotated[list[Path], typer.Argument(help="Lists of questions: .txt, .json, .jsonl.")],
    index: IndexFolder = DEFAULTS.index,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the tables of docs/coverage.md.")
    ] = False,
    reasons: Annotated[
        Path | None, typer.Option(help="A YAML file: why a question stays open, by question.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which passage answers each question of a list, and which stay open.

    Example: stemfaq coverage questions.txt

    Example: stemfaq coverage questions.json --markdown > docs/coverage.md
    """
    from stemfaq.index.opening import open_index
    from stemfaq.staff import coverage as run
    from stemfaq.staff.question_files import read_list

    questions = [question for file in files for question in read_list(file)]
    why = run.read_reasons(reasons) if reasons else {}
    covered = list(run.cover(open_index(index), questions))
    if as_json:
        typer.echo(json.dumps(run.as_dict(covered), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(run.markdown(covered, why) if as_markdown else run.lines(covered)))
