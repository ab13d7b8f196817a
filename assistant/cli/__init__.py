"""The command line: one door to the interview, the cards, the maps and the page."""

from assistant.cli.program import main

__all__ = ["main"]
