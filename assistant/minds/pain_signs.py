"""Tell the pain behind a complaint by what goes wrong with what, where no card says it in like words."""

from dataclasses import dataclass

from assistant.minds.clauses import has_phrase
from assistant.model import CardId
from assistant.text import fold
from assistant.words import Words


@dataclass(frozen=True)
class PainSigns:
    """Reads the pain signs of the word list: of each group one word must stand in the complaint."""

    words: Words

    def pain_of(self, complaint: str, offer: str = "") -> CardId | None:
        """Return the pain whose signs stand in `complaint`, the one with most groups first; None if none do.

        `offer` is what the business sells, because a wait means something else where things are repaired.
        """
        folded, sold = fold(complaint), fold(offer)
        best: tuple[int, CardId] | None = None
        for entry in self.words.get("pain_signs"):
            groups: list[list[str]] = entry["all"]
            if not all(any(has_phrase(folded, word) for word in group) for group in groups):
                continue
            places: list[str] = entry.get("offer", [])
            if places and not any(has_phrase(f"{sold} {folded}", word) for word in places):
                continue
            rank = len(groups) + bool(places)
            if best is None or rank > best[0]:
                best = (rank, str(entry["pain"]))
        return best[1] if best else None
