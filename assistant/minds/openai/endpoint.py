"""One call to an OpenAI-compatible endpoint: bounded in time, size and attempts, with one typed outcome."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from assistant.minds.openai.dialect import Dialect
from assistant.usage import Meter, Usage, estimate

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

T = TypeVar("T", bound=BaseModel)
Why = Literal[
    "timeout", "busy", "quota", "server", "key", "unknown_model", "network", "request",
    "cut", "too_long", "refused", "filtered", "silent", "invalid", "spent", "resting", "stopped",
]  # fmt: skip
Partial = Callable[[dict[str, Any]], Awaitable[None]]
"""Is told the fields of the answer while they arrive; the last one may be unfinished."""

_AGAIN: tuple[Why, ...] = ("cut", "too_long", "invalid", "silent")
"""What a second attempt may mend."""
_DOWN: tuple[Why, ...] = ("timeout", "busy", "quota", "server", "key", "network")
_LOG = logging.getLogger(__name__)


class Unusable(Exception):
    """The endpoint gave nothing that can be used; `why` names the sentence that says so."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why)
        self.why: Why = why
        self.detail = detail
        """What to tell the model, never shown or logged."""


@dataclass(frozen=True)
class Limits:
    """Bounds of every call."""

    seconds: float = 30.0
    """Wall-clock time of a call with all its attempts, because a dripping stream outlives any read timeout."""
    characters: int = 24_000
    max_tokens: int = 1_500
    parallel: int = 4
    rest: float = 60.0
    """Seconds for which an endpoint that failed twice in a row is left alone."""
    temperature: float = 0.0


@dataclass(frozen=True)
class Ask(Generic[T]):
    """What is asked of the model: the answer's shape, and the prompt in its two parts."""

    shape: type[T]
    stable: str
    changing: str
    judge: Callable[[T], Awaitable[str]] | None = None
    """Says what is wrong with an answer of the right shape, so that it can be mended once; "" if nothing is."""


@dataclass
class Endpoint:
    """An address at which a chat model answers."""

    chat: "ChatOpenAI"
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    dialect: Dialect = field(default_factory=Dialect)
    _failures: int = 0
    _rests_until: float = 0.0

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.limits.parallel)

    async def ask(self, ask: Ask[T], meter: Meter, on_partial: Partial | None = None) -> T:
        """Return the model's answer; Unusable when there is none within the limits, after one repair at most."""
        if self.clock() < self._rests_until:
            raise Unusable("resting")
        if not meter.allows(estimate(ask.stable + ask.changing) + self.limits.max_tokens):
            raise Unusable("spent")
        started = self.clock()
        try:
            async with self._slots, meter.bounded(self.limits.seconds):
                if meter.stopped:
                    raise Unusable("stopped")
                answer = await self._repaired(ask, meter, on_partial)
        except TimeoutError:
            if meter.stopped:
                raise Unusable("stopped") from None
            self._count("timeout", started)
            raise Unusable("timeout") from None
        except Unusable as unusable:
            self._count(unusable.why, started)
            raise
        self._count(None, started)
        return answer

    def _count(self, why: Why | None, started: float) -> None:
        """Note how a call ended, so that one that is down does not keep the owner waiting at every message."""
        _LOG.info("model call: %s after %d ms", why or "ok", 1000 * (self.clock() - started))
        self._failures = self._failures + 1 if why in _DOWN else 0
        if self._failures >= 2:
            self._rests_until = self.clock() + self.limits.rest

    async def _repaired(self, ask: Ask[T], meter: Meter, on_partial: Partial | None) -> T:
        """Ask, and ask once more with what was wrong."""
        try:
            return await self._once(ask, (), meter, on_partial)
        except Unusable as unusable:
            if unusable.why not in _AGAIN or not meter.allows(estimate(ask.stable + ask.changing)):
                raise
            return await self._once(ask, (_repair(unusable),), meter, on_partial)

    async def _once(self, ask: Ask[T], more: tuple[str, ...], meter: Meter, on_partial: Partial | None) -> T:
        """Ask in the strictest dialect that the endpoint understands."""
        while True:
            dialect = self.dialect
            try:
                text = await self._stream(ask, dialect, more, meter, on_partial)
            except _Misunderstood as misunderstood:
                if dialect != self.dialect:
                    continue  # because a call beside this one has found the dialect meanwhile
                below = dialect.after_refusal(misunderstood.reason)
                if below is None:
                    raise Unusable("request") from None
                self.dialect = below
                continue
            answer = _read(ask.shape, text)
            wrong = await ask.judge(answer) if ask.judge is not None else ""
            if wrong:
                raise Unusable("invalid", wrong)
            return answer

    async def _stream(
        self, ask: Ask[T], dialect: Dialect, more: tuple[str, ...], meter: Meter, on_partial: Partial | None
    ) -> str:
        from langchain_core.messages import HumanMessage, SystemMessage

        answered = given_up = False
        messages = [
            SystemMessage(ask.stable + dialect.hint(ask.shape)),
            HumanMessage(ask.changing),
            *(HumanMessage(words) for words in more),
        ]
        heard = _Heard(self.limits.characters)
        arguments = dialect.request(ask.shape, self.limits.temperature, self.limits.max_tokens)
        try:
            # because `astream` is typed as an iterator, but is a generator that can be closed
            async with aclosing(self.chat.astream(messages, **arguments)) as stream:  # type: ignore[type-var]
                async for chunk in stream:
                    answered = True
                    heard.take(chunk)
                    if on_partial is not None:
                        await heard.tell(on_partial)
        except _faults() as error:
            answered = answered or isinstance(error, TimeoutError)
            meant = _translated(error)
            if isinstance(meant, Unusable) and meant.why == "network" and heard.text:
                meant = Unusable("cut", "The answer broke off.")  # it was reached, and asking again may do
            raise meant from error
        except asyncio.CancelledError:
            answered = given_up = True  # because a call that was given up on is paid for, too
            raise
        finally:
            sent = "".join(str(message.content) for message in messages) if answered else ""
            tokens = {"tokens_in": estimate(sent), "tokens_out": estimate(heard.text)}
            meter.add(heard.usage or Usage(calls=1, **tokens, estimated=answered, cut_short=given_up))
        return heard.whole()


class _Misunderstood(Exception):
    """The endpoint calls the request invalid."""

    def __init__(self, reason: str) -> None:
        super().__init__("the request is invalid")
        self.reason = reason


@dataclass
class _Heard:
    """What has arrived of a streamed answer."""

    limit: int
    text: str = ""
    finish: str | None = None
    usage: Usage | None = None
    told: str = ""

    def take(self, chunk: Any) -> None:
        """Take one chunk in; Unusable when the answer grows beyond the limit."""
        self.text += chunk.text
        self.finish = chunk.response_metadata.get("finish_reason") or self.finish
        counted = chunk.usage_metadata
        if counted:
            self.usage = Usage(calls=1, tokens_in=counted["input_tokens"], tokens_out=counted["output_tokens"])
        if len(self.text) > self.limit:
            raise Unusable("too_long", "The answer was far too long.")

    async def tell(self, on_partial: Partial) -> None:
        """Tell the fields that have arrived, if there are new ones."""
        start = _visible(self.text).find("{")
        if start < 0 or self.text == self.told:
            return
        self.told = self.text
        try:
            fields = from_json(_visible(self.text)[start:], allow_partial="trailing-strings")
        except ValueError:
            return  # not JSON so far; the whole answer is judged at its end
        if isinstance(fields, dict):
            await on_partial(fields)

    def whole(self) -> str:
        """Return the text of an answer that has come to its proper end."""
        match self.finish:
            case None:
                raise Unusable("cut", "The answer broke off.")
            case "length":
                raise Unusable("too_long", "The answer was cut off because it was too long; be brief.")
            case "content_filter":
                raise Unusable("filtered")
        if not self.text.strip():
            raise Unusable("refused")
        return self.text


def _visible(text: str) -> str:
    """Return `text` without what a model thinks aloud before its answer."""
    return re.sub(r"(?s)^.*</think>|^\s*<think>.*$", "", text)


def _read(shape: type[T], text: str) -> T:
    plain = _visible(text)
    start, end = plain.find("{"), plain.rfind("}")
    if start < 0 or end < start:
        raise Unusable("invalid", "The answer held no JSON object.")
    try:
        return shape.model_validate_json(plain[start : end + 1])
    except ValidationError as error:
        wrong = [f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in error.errors()[:8]]
        raise Unusable("invalid", "\n".join(wrong)) from None


def _repair(unusable: Unusable) -> str:
    return (
        f"Your last answer could not be used:\n{unusable.detail}\n"
        "Answer the same request again with one whole JSON object and nothing else."
    )


def _faults() -> tuple[type[Exception], ...]:
    """Return what a call may raise; a malformed reply surfaces as whatever its reader stumbles over."""
    import httpx2
    import openai
    from langchain_core.exceptions import ModelError

    malformed = (ValueError, TypeError, KeyError, AttributeError, IndexError)
    return (Unusable, openai.OpenAIError, ModelError, httpx2.HTTPError, OSError, *malformed)


def _translated(error: Exception) -> Exception:
    """Return what a failure of the client means here."""
    import httpx2
    import openai

    match error:
        case Unusable():
            return error
        case TimeoutError() | openai.APITimeoutError():
            return Unusable("timeout")
        case openai.RateLimitError():
            return Unusable("quota" if error.code == "insufficient_quota" else "busy")
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return Unusable("key")
        case openai.NotFoundError():
            return Unusable("unknown_model")
        case openai.BadRequestError() | openai.UnprocessableEntityError():
            return _Misunderstood(error.message)
        case openai.APIStatusError():
            return Unusable("server")
        case openai.APIConnectionError():
            return Unusable("network")
        case httpx2.HTTPError() | OSError():
            return Unusable("cut", "The answer broke off.")  # a stream is cut without the client's noticing
    return Unusable("invalid", "The answer was broken.")
