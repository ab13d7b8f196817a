"""Minds: what reads a message and words a reply; embedded on this machine, or a language model."""

from assistant.minds.mind import Ahead, Mind, OnWords, Scene

__all__ = ["Ahead", "Mind", "OnWords", "Scene"]
