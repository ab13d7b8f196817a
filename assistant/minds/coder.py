"""The protocol of what helps to read a survey beyond the built-in count: it proposes, the domain disposes."""

from collections.abc import Callable
from typing import Protocol

from assistant.codebook import Codebook, Coded, Material, Told
from assistant.synthesis import Synthesis
from assistant.usage import Meter, Usage

OnRead = Callable[[int, int], None]
"""Told how many of how many answers have been read again."""


class Coder(Protocol):
    """Names themes, reads unclear answers again and tells what the figures say."""

    @property
    def name(self) -> str:
        """What the result says it was made by."""
        ...

    def estimate(self, material: Material, synthesis: Synthesis, *, names: bool = True) -> Usage:
        """Return about what all of it would use; without `names` what is left once these have been proposed."""
        ...

    async def propose(self, material: Material, meter: Meter) -> Codebook:
        """Propose names and new themes; empty when there is nothing usable."""
        ...

    async def read(self, material: Material, meter: Meter, on_read: OnRead | None = None) -> tuple[Coded, ...]:
        """Return the themes of those answers for which they could be told."""
        ...

    async def tell(self, synthesis: Synthesis, meter: Meter) -> tuple[Told, ...]:
        """Return sentences that the figures bear out; none when there is nothing usable."""
        ...
