"""What an endpoint can do wrong: the note under the reply, and the calls that reach it for one message."""

from dataclasses import dataclass

OWN = "so the built-in reader took over and your message is noted"


@dataclass(frozen=True)
class Fault:
    """How the endpoint behaves, the note under the reply, and the calls that reach it for one message."""

    play: str
    note: str | None
    calls: int


FAULTS = (
    Fault("good", None, 1),
    Fault("no-schema", None, 2),
    Fault("text-only", None, 3),
    Fault("no-temperature", None, 2),
    Fault("no-usage", None, 2),
    Fault("no-count", None, 1),
    Fault("fenced", None, 1),
    Fault("think", None, 1),
    Fault("busy-once", None, 2),
    Fault("truncated", f"The language model's answer was too long, {OWN}.", 2),
    Fault("cut", f"The language model's answer broke off, {OWN}.", 2),
    Fault("disconnect", f"The language model's answer broke off, {OWN}.", 2),
    Fault("broken-event", f"The language model's answer could not be used, {OWN}.", 2),
    Fault("html", f"The language model's answer could not be used, {OWN}.", 2),
    Fault("refusal", f"The language model did not want to answer, {OWN}.", 1),
    Fault("empty", f"The language model did not want to answer, {OWN}.", 1),
    Fault("filter", f"The language model's provider held its answer back, {OWN}.", 1),
    Fault("wrong", f"The language model's answer could not be used, {OWN}.", 2),
    Fault("prose", f"The language model's answer could not be used, {OWN}.", 2),
    Fault("endless", f"The language model's answer was too long, {OWN}.", 2),
    Fault("busy", f"The language model is busy right now, {OWN}.", 3),
    Fault("quota", f"The account for the language model has run out of credit, {OWN}.", 3),
    Fault("server", f"The language model's server has a problem, {OWN}.", 3),
    Fault("key", f"The language model did not accept the key, {OWN}; please check OPENAI_API_KEY.", 1),
    Fault("unknown-model", f"The endpoint does not know this language model, {OWN}; please check JOURNEY_MODEL.", 1),
    Fault("never", f"The language model does not understand our requests, {OWN}.", 3),
    Fault("stall", f"The language model took too long, {OWN}.", 1),
    Fault("drip", f"The language model took too long, {OWN}.", 1),
)
