"""A column of the survey and the role it plays; the roles that a user can name."""

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal[
    "id", "nps", "csat", "ces", "rating", "open", "single", "multi", "segment", "stage", "date", "weight", "ignore"
]
ROLES: tuple[Role, ...] = get_args(Role)
SCORED: tuple[Role, ...] = ("nps", "csat", "ces", "rating")
Scale = tuple[float, float]


@dataclass(frozen=True)
class Column:
    """How one column is read."""

    index: int
    heading: str
    role: Role
    group: str = ""
    """Question that this column shares with others: a grid, or the options of a multiple choice."""
    scale: Scale | None = None
    higher_is_better: bool = True
    words: tuple[tuple[str, float], ...] = ()
    """Values of a scale in words, folded: `("very satisfied", 5.0)`."""
    sure: bool = True
    """False if the reading should be confirmed by the user."""

    def value(self, cell: str) -> float | None:
        """Return the score in `cell`; None for no answer, for words outside the scale and for "n/a"."""
        text = cell.strip().casefold()
        if not text or self.scale is None:
            return None
        for word, value in self.words:
            if text == word:
                return value
        number = leading_number(text)
        return number if number is not None and self.scale[0] <= number <= self.scale[1] else None


def leading_number(text: str) -> float | None:
    """Read `9`, `9.0`, `9,5`, `9/10`, `10 - extremely likely` and `★★★★`; None for anything else."""
    text = text.strip()
    if text and not text.strip("★⭐☆ "):
        return float(text.count("★") + text.count("⭐"))
    head = text.split("/")[0] if text.count("/") == 1 else text
    for separator in (" - ", " – ", ":", "=", " ("):
        head = head.split(separator)[0]
    head = head.strip().removesuffix(" stars").removesuffix(" star").replace(",", ".", 1)
    try:
        number = float(head)
    except ValueError:
        return None
    return number if number == number and abs(number) < 1e6 else None
