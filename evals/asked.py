"""What the command line asks for, and what it may not ask for together."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from evals.gate import baseline_of, load_baseline
from evals.marks import Lowering
from evals.solver import Mind
from evals.suites import MINDFUL, MODEL_ONLY, SUITES

REPEATS = 3
"""How often each case is tried with a model, because it answers differently each time."""


@dataclass(frozen=True)
class Asked:
    """One run."""

    suites: tuple[str, ...]
    as_json: bool = False
    keep: bool = False
    """Whether the values reached become the baseline."""
    lowering: Lowering | None = None
    mind: Mind = "embedded"
    repeats: int = 1
    only: tuple[str, ...] = ()
    """Only the cases whose names hold one of these; () for all."""
    estimate: bool = False
    """Whether to say what the run would cost, and stop."""
    judge: str | None = None
    """The model that judges; None for the one that is judged."""

    @property
    def whole(self) -> bool:
        """Whether this is a run of everything embedded, whose report is kept."""
        return self.mind == "embedded" and not self.only and set(self.suites) == set(suites_of("embedded"))


def suites_of(mind: Mind) -> tuple[str, ...]:
    """Return the suites that say something about a mind; search and surveys use no model."""
    return (*MINDFUL, *MODEL_ONLY) if mind == "model" else tuple(name for name in SUITES if name not in MODEL_ONLY)


def read_command(arguments: Sequence[str] | None, purpose: str | None) -> Asked:
    """Read the command line; wrong use leaves with 2 and one sentence."""
    parser = _parser(purpose)
    known = parser.parse_args(arguments)
    wrong = [name for name in known.suites if name not in SUITES]
    if wrong:
        parser.error(f"there is no suite named {wrong[0]}; the suites are {', '.join(SUITES)}")
    needing = [name for name in known.suites if name in MODEL_ONLY]
    if needing and known.mind != "model":
        parser.error(f"the suite {needing[0]} needs a language model; add --mind model")
    _check_lowering(parser, known)
    if known.repeats is not None and known.repeats < 1:
        parser.error("--repeats is 1 or more")
    return Asked(
        suites=tuple(dict.fromkeys(known.suites)) or suites_of(known.mind),
        as_json=known.json,
        keep=known.update_baseline,
        lowering=Lowering(frozenset(known.allow_lower), known.because or ""),
        mind=known.mind,
        repeats=known.repeats or (REPEATS if known.mind == "model" else 1),
        only=tuple(known.only),
        estimate=known.estimate,
        judge=known.judge,
    )


def _check_lowering(parser: argparse.ArgumentParser, known: argparse.Namespace) -> None:
    if known.update_baseline and known.only:
        parser.error("--update-baseline needs all cases; leave out --only")
    if known.allow_lower and not known.update_baseline:
        parser.error("--allow-lower belongs to --update-baseline")
    if known.allow_lower and not (known.because or "").strip():
        parser.error("--allow-lower needs --because REASON, which is written into the baseline")
    if known.because and not known.allow_lower:
        parser.error("--because belongs to --allow-lower METRIC")
    if known.mind == "embedded":
        unknown = [name for name in known.allow_lower if name not in load_baseline(baseline_of(None))]
        if unknown:
            parser.error(f"the baseline holds no metric named {unknown[0]}")


def _parser(purpose: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=purpose)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"{', '.join(SUITES)}; by default all that apply")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    parser.add_argument("--update-baseline", action="store_true", help="keep the values reached that are better")
    parser.add_argument("--allow-lower", action="append", default=[], metavar="METRIC", help="and this one if worse")
    parser.add_argument("--because", metavar="REASON", help="why it may be worse; written beside the mark")
    parser.add_argument("--mind", choices=("embedded", "model"), default="embedded", help="what reads the messages")
    parser.add_argument("--repeats", type=int, metavar="K", help=f"tries of each case; {REPEATS} with a model, else 1")
    parser.add_argument("--only", action="append", default=[], metavar="TEXT", help="only cases whose names hold TEXT")
    parser.add_argument("--estimate", action="store_true", help="say what a run with the model would use, and stop")
    parser.add_argument("--judge", metavar="MODEL", help="another model at the same address as the judge")
    return parser
