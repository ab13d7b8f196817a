"""What a language model used: counted per call, added up per turn and per map."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from pydantic import Field

from assistant.model import Frozen


class Usage(Frozen):
    """Calls and tokens."""

    calls: int = Field(default=0, ge=0)
    """Requests answered or given up on, each attempt counted."""
    tokens_in: int = Field(default=0, ge=0)
    tokens_out: int = Field(default=0, ge=0)
    estimated: bool = False
    """Whether some of it was estimated, because the endpoint did not report it."""
    cut_short: bool = False
    """Whether a call was given up on: it is counted as far as it had come, and may be charged for more."""

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            calls=self.calls + other.calls,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
            estimated=self.estimated or other.estimated,
            cut_short=self.cut_short or other.cut_short,
        )

    @property
    def tokens(self) -> int:
        """Tokens in and out."""
        return self.tokens_in + self.tokens_out

    def cost(self, price_in: float | None, price_out: float | None) -> float | None:
        """Return what it cost at these prices for a million tokens; None where a price is not known."""
        if price_in is None or price_out is None:
            return None
        return round((self.tokens_in * price_in + self.tokens_out * price_out) / 1_000_000, 6)


@dataclass
class Meter:
    """Counts what one turn uses, up to what is left to spend."""

    left: int
    """Tokens that may still be spent on this map."""
    used: Usage = field(default_factory=Usage)
    notes: list[str] = field(default_factory=list)
    """Quiet remarks for the user, such as that the model was out of reach."""
    once: list[str] = field(default_factory=list)
    """Remarks that are made only the first time in a conversation."""
    stopped: bool = False
    """Whether the owner would not wait: from then on no call is made and none goes on."""
    _bounds: set[asyncio.Timeout] = field(default_factory=set)

    def allows(self, tokens: int) -> bool:
        """Tell whether a call of about `tokens` still fits."""
        return self.used.tokens + tokens <= self.left

    def add(self, usage: Usage) -> None:
        """Count a call."""
        self.used = self.used + usage

    @asynccontextmanager
    async def bounded(self, seconds: float) -> AsyncIterator[None]:
        """Give a block of calls `seconds`; TimeoutError after them, and at once when the owner stops."""
        async with asyncio.timeout(seconds) as bound:
            self._bounds.add(bound)
            try:
                yield
            finally:
                self._bounds.discard(bound)

    def stop(self) -> None:
        """End what is under way, because the owner would not wait."""
        self.stopped = True
        for bound in self._bounds:
            if not bound.expired():
                bound.reschedule(0)


def estimate(text: str) -> int:
    """Return about how many tokens `text` is: four Latin letters to one, fewer elsewhere.

    Estimated, because the exact tables would have to be downloaded.
    """
    latin = sum(letter < "\u0250" for letter in text)
    return -(-latin // 4) + -(-2 * (len(text) - latin) // 3)
