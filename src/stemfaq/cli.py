"""The command line: each command parses, calls one function, prints."""

import contextlib
import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from stemfaq import __version__
from stemfaq.errors import StemfaqError
from stemfaq.options import DEFAULTS, AsJson, CorpusFolder, EncoderName, IndexFolder
from stemfaq.settings import Settings
from stemfaq.staff import commands

app = typer.Typer(
    help="Reviewed answers about stem cell therapy in autoimmune disease.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(commands.app)  # without a name: its commands are this one's


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; an error that can be mended is one message, not a traceback."""
    try:
        app(arguments)
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
def build(
    corpus: CorpusFolder = DEFAULTS.corpus,
    index: IndexFolder = DEFAULTS.index,
    encoder: EncoderName = DEFAULTS.encoder,
    keep: Annotated[
        int, typer.Option(min=1, envvar="STEMFAQ_KEEP", help="Indexes that stay for rollback.")
    ] = DEFAULTS.keep,
    force: Annotated[
        bool, typer.Option("--force", help="Publish even if it answers worse than it must.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the corpus, build an index of it and make it live.

    An index that answers the golden questions worse than docs/settings.md says is not published.

    Example: stemfaq build
    """
    from stemfaq.staff.build import build as run
    from stemfaq.staff.gate import gate_of

    gate = gate_of(Settings.load())
    built = run(corpus, index, encoder, keep, _progress(quiet=as_json), gate, force=force)
    if as_json:
        report = {
            "index": built.manifest.digest,
            "unchanged": built.unchanged,
            "encoded": built.encoded,
            "counts": built.manifest.counts,
            "evaluation": built.manifest.evaluation,
        }
        typer.echo(json.dumps(report))
        return
    for shortfall in built.manifest.evaluation.get("forced", ()):
        typer.echo(f"published by force: {shortfall}", err=True)
    if built.unchanged:
        typer.echo(f"unchanged: {built.folder} is live")
    else:
        counts = ", ".join(f"{count} {name}" for name, count in built.manifest.counts.items())
        typer.echo(f"live: {built.folder} ({counts}; {built.encoded} units encoded)")


def _progress(*, quiet: bool) -> Callable[[str], None]:
    """Say each stage on a terminal; say nothing into a pipe."""
    if quiet or not sys.stderr.isatty():
        return lambda stage: None
    return lambda stage: typer.echo(f"{stage} …", err=True)


def _say(stage: str) -> None:
    typer.echo(f"  {stage} …")


@app.command()
def rollback(index: IndexFolder = DEFAULTS.index) -> None:
    """Make the index live that was live before.

    Example: stemfaq rollback
    """
    from stemfaq.index.publish import live
    from stemfaq.index.publish import rollback as run
    from stemfaq.staff.lock import alone

    live(index)  # a folder without an index is named, not made
    with alone(index, lambda: typer.echo("a build runs: waiting for it …", err=True)):
        typer.echo(f"live: {run(index)}")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What a patient would type.")] = None,
    index: IndexFolder = DEFAULTS.index,
    batch: Annotated[
        Path | None,
        typer.Option(help='A JSON Lines file: {"id": "...", "turns": ["...", ...]}; - is stdin.'),
    ] = None,
    why: Annotated[bool, typer.Option("--explain", help="Show candidates and reason.")] = False,
    as_json: AsJson = False,
) -> None:
    """Answer a question from the live index.

    Example: stemfaq ask "Do stem cells work for lupus?"

    Example: stemfaq ask --batch questions.jsonl > replies.jsonl
    """
    if (question is None) == (batch is None):
        raise typer.BadParameter("give either a question or --batch FILE")
    if batch is not None and (why or as_json):
        raise typer.BadParameter("--batch prints JSON alone: leave --json and --explain out")
    from stemfaq.answer.answer import explain
    from stemfaq.index.opening import open_index

    opened = open_index(index)
    if batch is not None:
        from stemfaq.staff.batch import answer_lines

        failed = False
        for result in answer_lines(opened, _lines(batch)):
            failed = failed or "error" in result
            typer.echo(json.dumps(result, ensure_ascii=False))
        raise typer.Exit(1 if failed else 0)
    reply, explanation = explain(opened, [question or ""])
    if as_json:
        shown = reply.as_dict() | ({"explanation": explanation.as_dict()} if why else {})
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    from rich.console import Console

    from stemfaq.terminal import print_explanation, print_reply

    console = Console(soft_wrap=not sys.stdout.isatty())
    if why:
        print_explanation(explanation, console)
    print_reply(reply, console)


def _lines(batch: Path) -> Iterable[str]:
    """The lines of a batch: of stdin as they come, of a file at once.

    Raises StemfaqError.
    """
    if str(batch) == "-":
        return sys.stdin
    try:
        return batch.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise StemfaqError(f"{batch}: cannot be read: {error}") from error


@app.command("eval")
def eval_(
    questions: Annotated[
        list[Path] | None,
        typer.Option(help="A question file; may stand several times. Default: the corpus's own."),
    ] = None,
    index: IndexFolder = DEFAULTS.index,
    corpus: CorpusFolder = DEFAULTS.corpus,
    report: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a page with plots into this folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure the live index on golden questions.

    Example: stemfaq eval --questions tests/data/questions.jsonl --report report
    """
    from stemfaq.corpus.check import QUESTIONS
    from stemfaq.index.opening import open_index
    from stemfaq.staff.evaluate import evaluate, golden, themes

    opened = open_index(index)
    asked = golden(questions or [corpus / QUESTIONS], opened)
    with _bar("eval", len(asked), "question") as step:
        result = evaluate(opened, asked, themes(corpus), step)
    if report is not None:
        from stemfaq.staff.report import write_report

        page = write_report(result, report)
    if as_json:
        typer.echo(json.dumps(result.as_dict(), ensure_ascii=False, indent=1))
        return
    from rich.console import Console

    from stemfaq.staff.tables import print_evaluation

    print_evaluation(result, Console(soft_wrap=not sys.stdout.isatty()))
    if report is not None:
        typer.echo(f"\nreport: {page}")


@contextlib.contextmanager
def _bar(what: str, total: int, unit: str) -> Iterator[Any]:
    """A labelled bar on a terminal, nothing into a pipe; yields what to call at each step."""
    from tqdm import tqdm

    with tqdm(total=total, desc=what, unit=unit, disable=None) as bar:
        yield bar.update


@app.command()
def serve(
    index: Annotated[Path | None, typer.Option(help="The folder of built indexes.")] = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port to listen on.")
    ] = None,
    build_first: Annotated[
        bool, typer.Option("--build", help="Build first if the corpus is newer than the index.")
    ] = False,
    corpus: Annotated[Path | None, typer.Option(help="The folder that staff edit.")] = None,
    encoder: Annotated[str | None, typer.Option(help="The encoder to build with.")] = None,
    data: Annotated[Path | None, typer.Option(help="The folder where feedback is stored.")] = None,
) -> None:
    """Serve the web chat and the API; docs/settings.md has what else can be set.

    Example: stemfaq serve --port 8000
    """
    settings = Settings.load(
        index=index, host=host, port=port, corpus=corpus, encoder=encoder, data=data
    )
    if build_first:
        from stemfaq.staff.build import build as run
        from stemfaq.staff.build import is_current
        from stemfaq.staff.gate import gate_of

        if not is_current(settings.corpus, settings.index, settings.encoder):
            typer.echo("building the index (some minutes the first time) …")
            gate = gate_of(settings)
            run(settings.corpus, settings.index, settings.encoder, settings.keep, _say, gate)
    typer.echo("starting the chat …")
    from stemfaq.web.server import serve as start

    start(settings)


@app.command()
def gaps(
    data: Annotated[Path | None, typer.Option(help="The folder where feedback is stored.")] = None,
    days: Annotated[
        int | None,
        typer.Option(min=1, max=36_500, help="Only the last days; all that is kept, else."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the questions that patients noted as unanswered, and what they said of passages.

    It changes nothing.

    Example: stemfaq gaps --days 30
    """
    from stemfaq.web.feedback import FILE, FeedbackStore

    settings = Settings.load(data=data)
    store = FeedbackStore(settings.data / FILE, settings.feedback_days)
    noted, thumbs = store.gaps(days), store.thumbs(days)
    if as_json:
        report = {
            "gaps": [dataclasses.asdict(gap) for gap in noted],
            "passages": [dataclasses.asdict(said) for said in thumbs],
        }
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1))
        return
    total = sum(gap.count for gap in noted)
    typer.echo(f"{total} questions without an answer, {len(noted)} different")
    for gap in noted:
        typer.echo(f"  {gap.count} x  {gap.last}  {gap.question}")
    typer.echo(f"{len(thumbs)} passages with feedback")
    for said in thumbs:
        reasons = ", ".join(f"{name} {count}" for name, count in said.reasons.items())
        typer.echo(f"  {said.up} up  {said.down} down  {said.passage}  {reasons}".rstrip())
        for note in said.notes:
            typer.echo(f"      “{note}”")


@app.command()
def new(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The passage's id, in kebab-case.")],
    theme: Annotated[str, typer.Option(help="The folder under passages/.")],
    corpus: CorpusFolder = DEFAULTS.corpus,
) -> None:
    """Make a passage file to fill in.

    Example: stemfaq new msc-lupus-dose --theme lupus-msc
    """
    from stemfaq.staff.new_passage import new_passage

    typer.echo(f"{new_passage(corpus, theme, id_)}: fill it in, then run `stemfaq check`")


@app.command("import")
def import_(
    evidence: Annotated[Path, typer.Argument(help="A folder with sources.json and facts.json.")],
    corpus: CorpusFolder = DEFAULTS.corpus,
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
