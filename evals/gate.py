"""The baseline: what the product reached before, and how far a metric may fall before the run fails."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from assistant.model import Frozen
from assistant.text import Line
from evals.dataset import HERE, checked
from evals.scorer import Metric

BASELINE = HERE / "baseline.json"
OF_MODELS = HERE / "baselines"
"""One file for each model that somebody chose to hold to what it reached; there is none until then."""


class Lowered(Frozen):
    """A mark that was made easier on purpose."""

    was: float
    because: Line


class Mark(Frozen):
    """What one metric has to hold."""

    value: float
    tolerance: float = Field(ge=0)
    """How much worse it may be; `evals/README.md` says why."""
    better: Literal["up", "down"] = "up"
    lowered: Lowered | None = None
    """Why it is easier than it was; gone once the old value is reached again."""

    @property
    def worst_allowed(self) -> float:
        """The value from which on a metric falls below."""
        return self.value - self.tolerance if self.better == "up" else self.value + self.tolerance

    def worse_by(self, value: float) -> float:
        """Return how much worse than the mark `value` is, below 0 if it is better."""
        return self.value - value if self.better == "up" else value - self.value


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
        return self.mark.worse_by(self.metric.value) <= self.mark.tolerance + 1e-9


def baseline_of(model: str | None) -> Path:
    """Return the file of the baseline: ours, or that of a language model, because another is another product."""
    return BASELINE if model is None else OF_MODELS / f"{slug(model)}.json"


def slug(model: str) -> str:
    """Return the name of a model as the name of a file."""
    return re.sub(r"[^a-z0-9.]+", "-", model.casefold()).strip("-.") or "model"


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
