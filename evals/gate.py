"""The baseline: what the product reached before, and how far a metric may fall before the run fails."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from assistant.model import Frozen
from assistant.text import Line
from evals.dataset import HERE, checked
from evals.scorer import Metric

BASELINE = HERE / "baseline.json"


class Mark(Frozen):
    """What one metric has to hold."""

    value: float
    tolerance: float = Field(ge=0)
    """How much worse it may be; `evals/README.md` says why."""
    better: Literal["up", "down"] = "up"


class Verdict(Frozen):
    """One metric against the baseline."""

    name: Line
    metric: Metric | None
    """None if the run did not bring it although its suite ran."""
    mark: Mark | None
    """None if the baseline does not know it yet."""

    @property
    def change(self) -> float | None:
        """How far the metric moved, None if there is nothing to compare."""
        return None if self.metric is None or self.mark is None else self.metric.value - self.mark.value

    @property
    def holds(self) -> bool:
        """Whether the metric is as good as the baseline, tolerance included; a new metric holds."""
        if self.mark is None:
            return True
        if self.metric is None or self.metric.n == 0:
            return False
        worse = self.mark.value - self.metric.value if self.mark.better == "up" else self.metric.value - self.mark.value
        return worse <= self.mark.tolerance + 1e-9


def load_baseline(path: Path = BASELINE) -> dict[str, Mark]:
    """Read the baseline, {} if there is none yet."""
    if not path.exists():
        return {}
    tree = json.loads(path.read_text(encoding="utf-8"))
    return {name: checked(Mark, entry, path) for name, entry in tree["metrics"].items()}


def judge(metrics: Iterable[Metric], baseline: Mapping[str, Mark], suites: Iterable[str]) -> tuple[Verdict, ...]:
    """Put the metrics beside the baseline; what the baseline holds of `suites` must be there."""
    measured = {metric.name: metric for metric in metrics}
    ran = set(suites)
    expected = [name for name in baseline if name.partition(".")[0] in ran and name not in measured]
    return tuple(
        Verdict(name=name, metric=measured.get(name), mark=baseline.get(name)) for name in (*measured, *expected)
    )


def write_baseline(metrics: Iterable[Metric], path: Path = BASELINE) -> None:
    """Keep the values reached as the new baseline; tolerances and directions stay as they are.

    What is measured on cases that a checkout does not carry (`….shared.…`) is reported but never held.
    """
    metrics = [metric for metric in metrics if ".shared." not in metric.name]
    old = load_baseline(path)
    new = {
        metric.name: old[metric.name].model_copy(update={"value": metric.value})
        if metric.name in old
        else Mark(value=metric.value, tolerance=0.02)
        for metric in metrics
    }
    tree = {name: mark.model_dump() for name, mark in sorted({**old, **new}.items())}
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(mark)}" for name, mark in tree.items())
    path.write_text(f'{{\n  "metrics": {{\n{lines}\n  }}\n}}\n', encoding="utf-8")
