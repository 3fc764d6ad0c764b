"""Leaflets: for a disease, the passages that together tell the whole, in the order to read them.

A passage answers one question. Who decides needs them side by side: how a treatment works, what
it gains, what it harms, what there is without it, and what it means for daily life.
"""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

NAME = "leaflets.yaml"
Ids = Annotated[tuple[str, ...], Field(min_length=1, strict=False)]


class Leaflet(BaseModel):
    """The ids of the passages of one disease's leaflet; no section may be empty.

    The sections are those on treatments that DISCERN asks of written information (docs/quality.md).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    treatments: Ids  # what the treatments are and how they work
    benefits: Ids
    harms: Ids
    without: Ids  # what happens without these cells, and what else there is
    life: Ids  # what it means for daily life
    access: Ids  # for whom, where, at what cost
    deciding: Ids  # what to ask, and where to find support

    @property
    def sections(self) -> Mapping[str, tuple[str, ...]]:
        """The ids by section, in the order they are read."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class Leaflets(RootModel[Mapping[str, Leaflet]]):
    """The content of `corpus/leaflets.yaml`: a leaflet for each of some diseases."""

    model_config = ConfigDict(frozen=True)

    root: Mapping[str, Leaflet] = {}


def slug(disease: str) -> str:
    """The disease's name as it stands in an address: "Crohn's disease" is "crohns-disease"."""
    return "-".join(re.findall(r"[a-z0-9]+", disease.lower().replace("'", "")))
