"""The settings, read once: explicit beats environment beats `.env` beats default."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import BadInput


class Settings(BaseSettings):
    """All settings of the product; `.env.example` documents each of them."""

    model_config = SettingsConfigDict(
        env_prefix="JOURNEY_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
    )

    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("openai_api_key", "OPENAI_API_KEY")
    )
    """Key of the language model's endpoint; without key and address everything runs on this machine."""
    openai_base_url: str | None = Field(
        default=None, validation_alias=AliasChoices("openai_base_url", "OPENAI_BASE_URL")
    )
    """Address of an OpenAI-compatible endpoint (Azure, Ollama, vLLM, llama.cpp)."""
    model: str = "gpt-4.1-mini"
    """Name of the chat model."""
    mind: Literal["embedded", "model"] | None = None
    """What reads the messages; by default the model when key or address is set, else the embedded mind."""
    temperature: float = Field(default=0.0, ge=0, le=2)
    """How freely the model words things."""
    model_timeout: float = Field(default=30.0, gt=0, le=3600)
    """Seconds that one call to the model may take, with all its attempts."""
    model_parallel: int = Field(default=4, ge=1, le=64)
    """How many calls may run at once."""
    max_tokens_per_map: int = Field(default=150_000, ge=0)
    """Tokens, in and out, that the model may use for one interview with its map."""
    price_in: float | None = Field(default=None, ge=0)
    """What a million tokens in cost, for the cost shown."""
    price_out: float | None = Field(default=None, ge=0)
    """What a million tokens out cost."""
    currency: str = "$"
    """Sign before the cost shown."""
    data_dir: Path = Field(default_factory=lambda: user_data_path("journey-assistant", appauthor=False))
    """Where conversations, the index and generated files are kept."""
    database_url: str | None = None
    """Database of the turn log and the saved chats; default is SQLite in `data_dir`."""
    chroma_url: str | None = None
    """Address of a Chroma server; default is an index in `data_dir`."""
    embedder: Path | None = None
    """An ONNX sentence model to use instead of the one shipped."""
    language: Literal["en"] = "en"
    """Language of the words shown."""
    debug: bool = False
    """Log more; messages are still never logged unless this is on."""

    @property
    def has_model(self) -> bool:
        """Whether a language model is set up."""
        return bool(self.openai_base_url or (self.openai_api_key and self.openai_api_key.get_secret_value()))

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy address of the database, with an async driver."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'journey.db'}"


def load_settings(**explicit: object) -> Settings:
    """Read the settings; BadInput names the first one that cannot be used."""
    try:
        return Settings(**explicit)  # type: ignore[arg-type]  # because pydantic validates the values
    except ValidationError as error:
        first = error.errors()[0]
        name = "JOURNEY_" + "_".join(str(step) for step in first["loc"]).upper()
        raise BadInput(f"The setting {name} cannot be used: {first['msg']}.") from error
