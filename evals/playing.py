"""Play simulated owners through the interview and keep everything that was said."""

import json
from dataclasses import dataclass
from typing import Any

from assistant.brief import Brief
from assistant.conversation import Conversation
from assistant.model import JourneyMap
from assistant.turn import Turn
from evals.dataset import SHARED, checked
from evals.owners import Interruption, OwnerCase, SimulatedOwner

LONGEST = 40
"""Messages after which a conversation that does not end is given up."""


@dataclass(frozen=True)
class Exchange:
    """One message of the owner and the turn it led to."""

    said: str
    turn: Turn
    interrupting: Interruption | None = None
    correcting: bool = False
    leaving: bool = False


@dataclass(frozen=True)
class Played:
    """One interview from the first message to the map."""

    case: OwnerCase
    exchanges: tuple[Exchange, ...]
    journey: JourneyMap | None

    @property
    def brief(self) -> Brief:
        """What the product knows at the end."""
        return self.exchanges[-1].turn.brief

    @property
    def transcript(self) -> str:
        """The conversation as text."""
        return "\n".join(f"owner: {e.said}\nassistant: {e.turn.reply}" for e in self.exchanges)


async def play(case: OwnerCase, talk: Conversation) -> Played:
    """Hold one interview until the map is handed over."""
    owner = SimulatedOwner(case)
    message, exchanges = case.opening, list[Exchange]()
    while len(exchanges) < LONGEST:
        turn = await talk.say(message)
        exchanges.append(Exchange(message, turn, owner.interrupting, owner.correcting, owner.left))
        if turn.drawn or (owner.left and not turn.asks):
            break
        message = owner.next(turn)
    return Played(case, tuple(exchanges), await talk.map())


def shared_owners() -> tuple[OwnerCase, ...]:
    """Return the owners kept beside the checkout, () where there are none."""
    found = []
    for path in sorted((SHARED / "owners").glob("*.json")):
        tree = json.loads(path.read_text(encoding="utf-8"))
        tree["name"] = tree.pop("id")
        tree["note"] = "A shared case."
        _apply_correction(tree)
        found.append(checked(OwnerCase, tree, path))
    return tuple(found)


def _apply_correction(tree: dict[str, Any]) -> None:
    """Put the corrected number in place of the one it corrects, because the gold there states the first."""
    corrected = (tree.get("correction") or {}).get("expect_number")
    if corrected:
        kept = [number for number in tree["gold"]["numbers"] if number[0] != corrected[0]]
        tree["gold"]["numbers"] = [*kept, corrected]
