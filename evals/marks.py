"""Keep what a run has reached as the new baseline: marks rise by themselves and fall only on purpose, with a reason."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.gate import BASELINE, Lowered, Mark, load_baseline
from evals.scorer import Metric

MEANS = 0.02
"""Tolerance of a mean whose scale nobody has stated."""
FEW = 20
"""Observations below which a share may lose only one, because two of a dozen are already a sixth."""


@dataclass(frozen=True)
class Change:
    """What became of one mark."""

    name: str
    did: str
    """`raised`, `lowered`, `added`, `left` (worse, and not allowed to be lowered) or `reported only`."""
    was: float | None
    value: float


@dataclass(frozen=True)
class Lowering:
    """The permission to make marks easier."""

    names: frozenset[str] = frozenset()
    because: str = ""


def write_baseline(
    metrics: Iterable[Metric], path: Path = BASELINE, lowering: Lowering | None = None
) -> tuple[Change, ...]:
    """Keep the values reached in `path`; return what became of each mark that was to change.

    A worse value is kept only with the permission of `lowering`, whose reason is written beside the mark. What cannot
    be measured in every checkout is reported and never held.
    """
    old = load_baseline(path)
    new, changes = dict(old), list[Change]()
    for metric in metrics:
        if not metric.held:
            changes.append(Change(metric.name, "reported only", None, metric.value))
            continue
        if metric.n == 0:
            continue  # nothing was seen, which is no value to keep
        mark, did = _renewed(metric, old.get(metric.name), lowering or Lowering())
        new[metric.name] = mark
        if did:
            was = old[metric.name].value if metric.name in old else None
            changes.append(Change(metric.name, did, was, metric.value))
    _write(new, path)
    return tuple(changes)


def usual_tolerance(metric: Metric) -> float:
    """Return how much a metric may lose: a share two observations, or one of few; at least a hundredth."""
    if metric.kind == "mean" or metric.n == 0:
        return MEANS
    return round(max(0.01, (1 if metric.n < FEW else 2) / metric.n), 4)


def _renewed(metric: Metric, mark: Mark | None, lowering: Lowering) -> tuple[Mark, str]:
    """Return the mark after this run, and what was done to it, "" if nothing."""
    if mark is None:
        return Mark(value=metric.value, tolerance=usual_tolerance(metric)), "added"
    tolerance = min(mark.tolerance, usual_tolerance(metric)) if metric.kind == "share" else mark.tolerance
    renewed = mark.model_copy(update={"tolerance": tolerance})  # never wider, because cases may have been added
    worse = mark.worse_by(metric.value)
    if worse > 0 and metric.name not in lowering.names:
        return renewed, "left"
    if worse > 0:
        why = Lowered(was=mark.value, because=lowering.because)
        return renewed.model_copy(update={"value": metric.value, "lowered": why}), "lowered"
    regained = mark.lowered is None or mark.model_copy(update={"value": mark.lowered.was}).worse_by(metric.value) <= 0
    kept = None if regained else mark.lowered
    return renewed.model_copy(update={"value": metric.value, "lowered": kept}), "raised" if worse < 0 else ""


def _write(marks: Mapping[str, Mark], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    tree = {name: mark.model_dump(exclude_none=True) for name, mark in sorted(marks.items())}
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(mark, ensure_ascii=False)}" for name, mark in tree.items())
    path.write_text(f'{{\n  "metrics": {{\n{lines}\n  }}\n}}\n', encoding="utf-8")


def told(changes: Iterable[Change], path: Path) -> str:
    """Return what was done to the baseline, a line for each kind of change."""
    return "\n".join((f"Baseline {path.name}:", *(f"  {line}" for line in _lines(tuple(changes))))) + "\n"


def _lines(changes: tuple[Change, ...]) -> Iterator[str]:
    by_kind = {
        did: [change for change in changes if change.did == did]
        for did in ("raised", "lowered", "added", "left", "reported only")
    }
    for did in ("raised", "lowered", "added"):
        moved = [f"{c.name} {'' if c.was is None else f'{c.was:.4g} → '}{c.value:.4g}" for c in by_kind[did]]
        yield f"{len(moved)} {did}{': ' if moved else ''}{', '.join(moved)}"
    if worse := by_kind["left"]:
        names = ", ".join(f"{c.name} {c.was:.4g} (now {c.value:.4g})" for c in worse)
        yield f"{len(worse)} worse and left as they were: {names}; --allow-lower METRIC --because REASON lowers one"
    if apart := by_kind["reported only"]:
        groups = Counter(c.name.rpartition(".")[0] for c in apart)
        yield f"{len(apart)} reported only, never held: {', '.join(f'{name}.* ({n})' for name, n in groups.items())}"
