"""Draw a map: a pure function of what is known and of the cards."""

from assistant.drafting.compose import draft

__all__ = ["draft"]
