"""The command line: each command parses, calls one function, prints."""

import dataclasses
import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from stemfaq import __version__
from stemfaq.errors import StemfaqError

app = typer.Typer(
    help="Reviewed answers about stem cell therapy in autoimmune disease.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

CorpusFolder = Annotated[
    Path, typer.Option("--corpus", envvar="STEMFAQ_CORPUS", help="The folder that staff edit.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]


def main() -> None:
    """Run the command line; an error that can be mended is one message, not a traceback."""
    try:
        app()
    except StemfaqError as error:
        fail(error)


def fail(error: StemfaqError) -> NoReturn:
    """Print the error to stderr and leave with its exit code."""
    typer.echo(str(error), err=True)
    raise SystemExit(error.exit_code)


def _version(show: bool) -> None:
    if show:
        typer.echo(f"stemfaq {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None: ...


@app.command()
def check(corpus: CorpusFolder = Path("corpus"), as_json: AsJson = False) -> None:
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


@app.command("import")
def import_(
    evidence: Annotated[Path, typer.Argument(help="A folder with sources.json and facts.json.")],
    corpus: CorpusFolder = Path("corpus"),
    everything: Annotated[
        bool, typer.Option("--all", help="Take sources that no passage cites, too.")
    ] = False,
) -> None:
    """Take the sources that passages cite, and their facts, from an evidence folder.

    Example: stemfaq import ../shared/evidence
    """
    from stemfaq.staff.evidence_import import import_evidence

    sources, facts = import_evidence(evidence, corpus, everything=everything)
    typer.echo(f"{sources} sources, {facts} facts")
