"""Say before a run with a language model about what it will use, and afterwards what it used."""

from collections import Counter
from collections.abc import Collection, Sequence

from assistant.settings import Settings
from assistant.usage import Usage
from evals.dataset import C, load_cases
from evals.judging import QUALITIES, LabelledPair
from evals.owners import OwnerCase
from evals.suites.drafting import BriefCase
from evals.suites.grounding import QuestionCase
from evals.suites.safety import Payload

TOKENS = {
    "read": (1750, 200), "tailor": (1400, 250), "answer": (1300, 150), "one prompt": (1600, 4000), "verdict": (900, 60),
}  # fmt: skip
"""Tokens in and out of one call, with the schema that is sent along. Measured on an interview with its map in front of
a stand-in (933 + 800, 1186 + 195 and 1105 + 200 in); a test holds that they stay right within a factor of two."""
MESSAGES, STAGES = 12, 8
"""Calls of one interview and of one map at most."""


def estimated(suites: Sequence[str], repeats: int, only: Collection[str], settings: Settings) -> str:
    """Return about what these suites will use with a model, as a sentence."""
    calls = counted(suites, repeats, only)
    usage = Usage(
        calls=calls.total(),
        tokens_in=sum(count * TOKENS[kind][0] for kind, count in calls.items()),
        tokens_out=sum(count * TOKENS[kind][1] for kind, count in calls.items()),
        estimated=True,
    )
    return f"With {settings.model} this run will use {_told(usage, settings)}."


def spent(usage: Usage, settings: Settings) -> str:
    """Return what a run has used, as a sentence."""
    return f"This run used {_told(usage, settings)}."


def counted(suites: Collection[str], repeats: int, only: Collection[str]) -> Counter[str]:
    """Return how many calls of each kind the suites will make; interviews are held once a run for all of them."""
    calls = Counter[str]()
    owners = len(_cases("interview", OwnerCase, only)) if {"interview", "drafting", "grounding"} & set(suites) else 0
    if "interview" in suites:
        owners += len(_cases("held_out", OwnerCase, only))
    payloads = Counter(case.where for case in _cases("safety", Payload, only)) if "safety" in suites else Counter[str]()
    interviews = owners + payloads["message"]
    maps = interviews + payloads["brief"] + payloads["card"]
    if "drafting" in suites:
        maps += len(_cases("drafting", BriefCase, only))
    calls["read"] = interviews * MESSAGES * repeats
    calls["tailor"] = maps * STAGES * repeats
    questions = len(_cases("grounding", QuestionCase, only)) if "grounding" in suites else 0
    calls["answer"] = (questions + payloads["question"]) * repeats
    return calls + _beside(suites, only)


def _beside(suites: Collection[str], only: Collection[str]) -> Counter[str]:
    """Return the calls of what is compared: one map by one prompt, and each verdict in both orders, at most."""
    briefs = len(_cases("drafting", BriefCase, only))
    calls = Counter[str]()
    if {"plain", "judge"} & set(suites):
        calls["one prompt"] = briefs
        calls["tailor"] = briefs * STAGES * len({"plain", "judge"} & set(suites))
    if "judge" in suites:
        calls["verdict"] = 2 * (len(load_cases("judge", LabelledPair)) + len(QUALITIES) * 2 * briefs)
    return calls


def _cases(suite: str, kind: type[C], only: Collection[str]) -> list[C]:
    return [case for case in load_cases(suite, kind) if not only or any(part in case.name for part in only)]


def _told(usage: Usage, settings: Settings) -> str:
    about = "about " if usage.estimated else ""
    words = f"{about}{usage.calls:,} calls, {usage.tokens_in:,} tokens in and {usage.tokens_out:,} out"
    cost = usage.cost(settings.price_in, settings.price_out)
    if cost is None:
        return f"{words} (set JOURNEY_PRICE_IN and JOURNEY_PRICE_OUT to see what that costs)"
    return f"{words}, {about}{settings.currency}{cost:.2f}"
