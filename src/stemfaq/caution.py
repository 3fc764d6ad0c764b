"""The caution: the one text that stands on every reply, in every output."""

from typing import Final

CAUTION: Final = (
    "Stem cell treatments are still experimental for many autoimmune diseases, including lupus. "
    "They can cause serious harm. This page gives general information, not medical advice. "
    "Talk with your own doctors before you decide anything, "
    "and never stop or change a medicine on your own."
)
