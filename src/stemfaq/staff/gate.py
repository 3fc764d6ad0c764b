"""The gate: an index that answers the golden questions worse than it must is not published."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from stemfaq.errors import StemfaqError
from stemfaq.settings import Settings
from stemfaq.staff.bootstrap import Estimate
from stemfaq.staff.evaluate import measured
from stemfaq.staff.judge import Judged
from stemfaq.staff.measures import MEASURES
from stemfaq.staff.misses import Miss, misses

_MISSES = 5  # that many are listed with a refusal


@dataclass(frozen=True, slots=True)
class Gate:
    """The limit of each measure, by its name, and how many questions it takes to be held to."""

    limits: Mapping[str, float]
    questions: int = 0

    def shortfalls(self, measures: Mapping[str, Estimate]) -> Iterator[str]:
        """Yield each figure that is worse than its limit, and by how much."""
        for measure in MEASURES:
            limit, found = self.limits.get(measure.name), measures[measure.name]
            if limit is None or found.value is None or found.count < self.questions:
                continue
            if not measure.reaches(found.value, limit):
                bound = "most" if measure.low_is_good else "least"
                yield (
                    f"{measure.label} is {found.value:.3f} over {found.count} questions, must be "
                    f"at {bound} {limit:.3f}: worse by {abs(found.value - limit):.3f}"
                )


def gate_of(settings: Settings) -> Gate:
    """The gate as set: each setting `gate_<measure>` is that measure's limit."""
    names = (measure.name for measure in MEASURES if hasattr(settings, f"gate_{measure.name}"))
    return Gate(
        {name: getattr(settings, f"gate_{name}") for name in names}, settings.gate_questions
    )


def evaluated(judged: Sequence[Judged], gate: Gate | None, *, force: bool) -> dict[str, Any]:
    """What the manifest says of the index's figures; empty without questions.

    Raises StemfaqError, naming each shortfall and the worst misses, unless `force`.
    """
    if not judged:
        return {}
    measures = measured(judged)
    shortfalls = list(gate.shortfalls(measures)) if gate else []
    if shortfalls and not force:
        raise StemfaqError(_refusal(shortfalls, misses(judged)))
    found = {name: asdict(estimate) for name, estimate in measures.items() if estimate.count}
    return {"questions": len(judged), "measures": found, "forced": shortfalls}


def _refusal(shortfalls: Sequence[str], worst: Iterable[Miss]) -> str:
    lines = ["not published: the new index answers corpus/questions.jsonl worse than it must"]
    lines += [f"    {shortfall}" for shortfall in shortfalls]
    lines += ["    The worst misses:"]
    for miss in list(worst)[:_MISSES]:
        got = ", ".join(miss.shown) or miss.got
        lines.append(f"      {miss.id}: {miss.what}: {miss.turns[-1][:80]!r} got {got}")
    lines += [
        "    The live index stays. Mend the passages or the questions; `--force` publishes all",
        "    the same and writes that into the manifest. Limits: docs/settings.md.",
    ]
    return "\n".join(lines)
