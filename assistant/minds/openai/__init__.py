"""The mind of a language model behind an OpenAI-compatible endpoint; it proposes, the domain disposes."""

from assistant.minds.openai.mind import ModelMind
from assistant.minds.openai.setup import open_model_mind

__all__ = ["ModelMind", "open_model_mind"]
