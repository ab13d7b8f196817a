"""What a language model used and what that cost: a line for people, fields for programs."""

from dataclasses import dataclass

from assistant.settings import Settings
from assistant.usage import Usage
from assistant.words import load_words


@dataclass(frozen=True)
class Spending:
    """Tells it at the prices of the settings."""

    settings: Settings

    def fields(self, usage: Usage) -> dict[str, object]:
        """Return it as fields of a JSON object; `cost` is null unless prices are set."""
        return {**usage.model_dump(mode="json"), "cost": self._cost(usage)}

    def line(self, usage: Usage, used: Usage) -> str:
        """Return what a turn used and what its map used so far, as one line; "" where no model was asked yet."""
        if not used.calls:
            return ""
        words, cost = load_words("model", self.settings.language), self.amount(used)
        counts = usage.model_dump(include={"calls", "tokens_in", "tokens_out"})
        turn = words("usage.turn", about=self._about(usage), **counts) if usage.calls else words("usage.unused")
        amount = words("usage.cost", amount=cost) if cost else ""
        return f"{turn}; {words('usage.map', about=self._about(used), tokens=used.tokens)}{amount and f' {amount}'}."

    def amount(self, usage: Usage) -> str:
        """Return what it costs in money, "" unless prices are set."""
        cost = self._cost(usage)
        return "" if cost is None else f"{self.settings.currency}{cost:.4f}"

    def _about(self, usage: Usage) -> str:
        words = load_words("model", self.settings.language)
        if usage.cut_short:
            return words("usage.cut_short") + " "
        return words("usage.estimated") + " " if usage.estimated else ""

    def _cost(self, usage: Usage) -> float | None:
        return usage.cost(self.settings.price_in, self.settings.price_out)
