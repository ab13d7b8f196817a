"""Minds: what reads a message and words a reply; embedded on this machine, or a language model."""

from assistant.minds.mind import Mind, Scene

__all__ = ["Mind", "Scene"]
