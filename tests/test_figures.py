"""Figures: what counts as a number that needs a proof."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemfaq.corpus.figures import figures


def read(text: str) -> list[tuple[int | float, str]]:
    return [
        (float(figure.value), figure.kind) for figure in figures(text, ["type 1 diabetes"]).single
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fever in 12% of people", [(12, "percent")]),
        ("fever in 12 per cent", [(12, "percent")]),
        ("between 30 and 40%", [(30, "percent"), (40, "percent")]),
        ("10-20%", [(10, "percent"), (20, "percent")]),
        ("$5,000 to $10,000", [(5000, "USD"), (10000, "USD")]),
        ("£1.5 million", [(1_500_000, "GBP")]),
        ("30,000 Australian dollars", [(30000, "AUD")]),
        ("two of ten", [(2, "number"), (10, "number")]),
        ("12 000 people", [(12000, "number")]),
        ("since mid-2025", [(2025, "number")]),
        ("under-18s", [(18, "number")]),
    ],
)
def test_a_number_is_read_with_its_kind(text: str, expected: list[tuple[float, str]]) -> None:
    """Percentages, money, counts and years are told apart."""
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "CD34 cells",
        "IL-6",
        "COVID-19",
        "the TULIP-2 trial",
        "type 1 diabetes",
        "no one knows",
        "the 5th day",
    ],
)
def test_a_name_or_a_pronoun_is_no_figure(text: str) -> None:
    """Digits inside names count nothing."""
    assert read(text) == []


def test_a_ratio_keeps_its_numbers_together() -> None:
    """9 of 81 is one statement, not two numbers; "3 in 2019" is none."""
    assert [ratio.text for ratio in figures("9 of 81 had fever, 3 in 2019").ratios] == ["9 of 81"]


@given(st.integers(0, 10**9), st.sampled_from(["{}", "{}%", "${}", "about {} people"]))
def test_every_whole_number_is_seen(value: int, frame: str) -> None:
    """No number, however it is grouped, escapes the reader."""
    for written in (str(value), f"{value:,}"):
        assert [f.value for f in figures(frame.format(written)).single] == [Decimal(value)]


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """The reader never fails, whatever it is given."""
    figures(text)
