"""Gather the facts a message holds: first for the question that was asked, then whatever else it says plainly."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.brief import JourneyPart, Topic
from assistant.edits import BriefEdit, SetFact
from assistant.knowledge import Library
from assistant.minds.business import BusinessReader
from assistant.minds.channels import ChannelReader
from assistant.minds.clauses import clauses
from assistant.minds.complaints import ComplaintReader, FindPain
from assistant.minds.figures import Figures, Near
from assistant.minds.habits import read_habits
from assistant.minds.means import budget_in, hours_in, read_means
from assistant.minds.mind import Scene
from assistant.minds.people import customers
from assistant.minds.wishes import find_wish, told_wish
from assistant.model import Channel
from assistant.words import Words

_NOT_THERE: dict[Channel, tuple[Topic, ...]] = {
    "store": ("pains", "numbers", "resources"),
    "event": ("offer", "pains", "numbers", "resources"),
    "outdoor": ("pains", "numbers", "resources", "delivery", "after_sale"),
}
"""Questions in whose answers the words of a channel mean something else."""


@dataclass(frozen=True)
class Harvester:
    """Turns messages into proposed facts; every fact is carried by words of the message."""

    library: Library
    words: Words
    find_pain: FindPain
    near_trades: Callable[[str], Sequence[Near]]
    near_kpis: Callable[[str], Iterable[Near]]

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.library, self.words, self.near_kpis)

    @cached_property
    def _business(self) -> BusinessReader:
        return BusinessReader(self.library, self.words, self.near_trades, self._complaints.complains)

    @cached_property
    def _channels(self) -> ChannelReader:
        return ChannelReader(self.library, self.words)

    @cached_property
    def _complaints(self) -> ComplaintReader:
        return ComplaintReader(self.words, self.find_pain)

    def gather(self, message: str, scene: Scene) -> tuple[BriefEdit, ...]:
        """Return the facts in `message`, those of the open question first."""
        topic = scene.asking or (None if scene.first else self._likely_topic(message, scene))
        found: list[BriefEdit] = []
        if topic is not None:
            found.extend(self._answer(topic, message, scene))
        found.extend(self._aside(topic, message, scene))
        return tuple(dict.fromkeys(found))

    def _likely_topic(self, message: str, scene: Scene) -> Topic | None:
        """Return what an unasked message is most likely about, such as hours offered after the map was drawn."""
        if scene.brief.business.offer is None:
            return "offer"
        if hours_in(message) is not None or budget_in(message, self.words) is not None:
            return "resources"
        return "pains" if any(self._complaints.complains(clause) for clause in clauses(message)) else None

    def _answer(self, topic: Topic, message: str, scene: Scene) -> Iterator[BriefEdit]:
        match topic:
            case "offer":
                yield from self._business.offer(message, scene, asked=True)
            case "customer":
                yield from customers(message, self.words, asked=True)
            case "goal":
                wish = told_wish(message, self.words)
                yield SetFact(fact="goal", value=wish, words=wish)
            case "discovery" | "purchase" | "delivery" | "after_sale":
                yield from self._part(topic, message)
            case "retention":
                yield from read_habits(message, self.words)
            case "pains":
                yield from self._complaints.read(message, scene, asked=True)
            case "numbers":
                yield from self.figures.read(message, asked=True)
            case "resources":
                yield read_means(message, self.words)

    def _aside(self, topic: Topic | None, message: str, scene: Scene) -> Iterator[BriefEdit]:
        """Yield what the message says besides the answer, only where it says so plainly."""
        if scene.first:
            yield from self._business.industry(message, scene)
            yield from self._business.offer(message, scene, asked=False)
        yield from self._business.aside(message, scene)
        if topic != "customer" and not scene.brief.personas:
            yield from customers(message, self.words, asked=False)
        if topic != "goal" and scene.brief.goal is None:
            wish = find_wish(message, self.words)
            if wish:
                yield SetFact(fact="goal", value=wish, words=wish)
        if topic == "goal":
            yield from self.figures.read_beside(message, told_wish(message, self.words))
        elif topic != "numbers":
            yield from self.figures.read(message, asked=False)
        for found in self._channels.read(message, topic):
            # "the van broke down" names no way to meet customers, and nobody finds a business by what comes in the box
            if topic not in _NOT_THERE.get(found.channel, ()):
                yield found
        if topic not in ("pains", "goal"):
            counted = {edit.words for edit in self.figures.read(message, asked=True)} if topic == "numbers" else set()
            for pain in self._complaints.read(message, scene, asked=False):
                if pain.words not in counted:  # "8 % leave" is a number, not a second complaint
                    yield pain

    def _part(self, part: JourneyPart, message: str) -> Iterator[SetFact]:
        facts = {"discovery": "journey.discovery", "purchase": "journey.purchase",
                 "delivery": "journey.delivery", "after_sale": "journey.after_sale"}  # fmt: skip
        yield SetFact(fact=facts[part], value=message, words=message)
