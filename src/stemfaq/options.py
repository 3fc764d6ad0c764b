"""Options that several commands of the command line share."""

from pathlib import Path
from typing import Annotated

import typer

from stemfaq.settings import Settings

CorpusFolder = Annotated[
    Path, typer.Option("--corpus", envvar="STEMFAQ_CORPUS", help="The folder that staff edit.")
]
IndexFolder = Annotated[
    Path, typer.Option("--index", envvar="STEMFAQ_INDEX", help="The folder of built indexes.")
]
EncoderName = Annotated[
    str,
    typer.Option(
        envvar="STEMFAQ_ENCODER",
        help="A packaged encoder, a sentence-transformers id or folder, or an ONNX folder.",
    ),
]
DEFAULTS = Settings.model_construct()
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
