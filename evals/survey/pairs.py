"""Whether a theme takes the complaint and leaves its contrary, where both share most of their words."""

from collections.abc import Callable

import yaml

from assistant.survey.matching import Matcher
from evals.scorer import Metric, Outcome, share
from evals.survey.cases import HERE


def measure_pairs(matcher: Callable[[str | None], Matcher]) -> tuple[list[Metric], list[Outcome]]:
    """Return how often the complaint is found, its contrary is left alone, and both."""
    outcomes, found, left = [], [], []
    tree = yaml.safe_load((HERE / "pairs.yaml").read_text(encoding="utf-8"))
    matchers = {industry: matcher(industry) for industry in {pair.get("industry") for pair in tree}}
    for pair in tree:
        complaint, contrary = (
            [hit.candidate_id for hit in one.hits]
            for one in matchers[pair.get("industry")].match([pair["is"], pair["not"]])
        )
        found.append(bool(complaint) and complaint[0] in pair["themes"])
        left.append(not set(contrary) & set(pair["themes"]))
        failures = []
        if not found[-1]:
            failures.append(f"“{pair['is']}” was read as {', '.join(complaint) or 'nothing'}.")
        if not left[-1]:
            failures.append(f"“{pair['not']}” was read as {', '.join(contrary)}.")
        outcomes.append(
            Outcome(name=pair["is"], note=", ".join(pair["themes"]), score=float(not failures),
                    failures=tuple(failures), transcript=f"{pair['is']}\n{pair['not']}")
        )  # fmt: skip
    both = [a and b for a, b in zip(found, left, strict=True)]
    return [
        share("survey.pairs.complaint", found),
        share("survey.pairs.contrary", left),
        share("survey.pairs.both", both),
    ], outcomes
