"""Survey: single comments, whole surveys of our own writing, and public data where it lies beside the checkout."""

from assistant.survey.vectors import open_vectors
from evals.scorer import Result
from evals.solver import Bench
from evals.survey.suite import NAME, measure
from evals.survey.whole import Reader, SurveyCase, measure_whole

__all__ = ["NAME", "run"]


async def run(bench: Bench) -> Result:
    """Measure everything for which there is data."""
    vectors = open_vectors(bench.settings.model_copy(update={"data_dir": bench.index.parent}))  # kept between runs
    comments = measure(bench.library, vectors)
    metrics, outcomes = measure_whole(bench.cases(NAME, SurveyCase), Reader(bench.library, vectors))
    changes = {"metrics": (*comments.metrics, *metrics), "outcomes": (*comments.outcomes, *outcomes)}
    return comments.model_copy(update=changes)
