"""The suites: each loads its cases, puts them to the product and scores what comes out."""

from collections.abc import Awaitable, Callable

from evals.scorer import Result
from evals.solver import Bench
from evals.suites import drafting, grounding, interview, judge, plain, retrieval, safety, survey

SUITES: dict[str, Callable[[Bench], Awaitable[Result]]] = {
    interview.NAME: interview.run,
    drafting.NAME: drafting.run,
    grounding.NAME: grounding.run,
    retrieval.NAME: retrieval.run,
    survey.NAME: survey.run,
    safety.NAME: safety.run,
    plain.NAME: plain.run,
    judge.NAME: judge.run,
}
"""By name, in the order in which they run."""

MINDFUL = (interview.NAME, drafting.NAME, grounding.NAME, safety.NAME)
"""Those whose outcome depends on what reads the messages, so that a model repeats them."""

MODEL_ONLY = (plain.NAME, judge.NAME)
"""Those that need a language model."""
