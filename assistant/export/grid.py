"""The grid: a journey map laid out once, from which every format and the web page's panel are rendered."""

from typing import Literal, get_args

from assistant.model import CardId, Frozen, Source, StageId, Strength

Badge = Literal["you", "survey", "card", "assumption"]
"""How we know a line: the owner said it, customers said it, a card says it, or nobody did."""
BADGES: tuple[Badge, ...] = get_args(Badge)

LaneId = Literal[
    "goal", "actions", "thoughts", "touchpoints", "feeling", "pains", "moment", "opportunities",
    "kpis", "retention", "backstage", "owner",
]  # fmt: skip
LANES: tuple[LaneId, ...] = get_args(LaneId)

Mark = Literal["exists", "suggested", "severity-1", "severity-2", "severity-3", "S", "M", "L", "up", "down", "range"]
"""What a line is apart from its words: whether a touchpoint exists, how bad a pain is, how big a job."""


class Detail(Frozen):
    """A smaller line below an entry, such as its first step."""

    label: str
    text: str
    badge: Badge | None = None
    """Set when the detail has a basis of its own, such as a KPI's baseline."""
    notes: tuple[int, ...] = ()
    in_full: bool = False
    """Whether it is left out of the grid's cell and shown only where the entry is told in full."""

    @property
    def told(self) -> str:
        """The detail with its label."""
        return f"{self.label}: {self.text}" if self.label else self.text


class Entry(Frozen):
    """One line of text and how we know it."""

    text: str
    badge: Badge | None = None
    """None where the map asks for no basis, as for who looks after a stage."""
    notes: tuple[int, ...] = ()
    """Numbers of the footnotes that hold its evidence."""
    anchor: str = ""
    """Id within the document, to which footnotes link back."""
    mark: Mark | None = None
    mark_words: str = ""
    """The mark as shown to people."""
    details: tuple[Detail, ...] = ()

    @property
    def brief(self) -> tuple[Detail, ...]:
        """The details that fit in a cell."""
        return tuple(detail for detail in self.details if not detail.in_full)

    @property
    def tag(self) -> str:
        """The mark's words where they say something out of the ordinary, else nothing."""
        return "" if self.mark in {"exists", "up", "down", "range"} else self.mark_words


class Cell(Frozen):
    """What one lane says about one stage."""

    entries: tuple[Entry, ...] = ()


class Lane(Frozen):
    """A row of the grid: one question asked of every stage."""

    id: LaneId
    title: str
    hint: str
    cells: tuple[Cell, ...]
    """One for each column."""

    @property
    def empty(self) -> bool:
        """Whether no stage has anything to say here."""
        return not any(cell.entries for cell in self.cells)


class Column(Frozen):
    """A stage as the head of its column."""

    stage: StageId
    name: Entry
    """The stage in the customer's words."""
    canonical: str
    """The usual name of the stage."""
    decides: bool
    """Whether the stage holds a moment of truth."""


class EmotionPoint(Frozen):
    """One point of the emotion curve."""

    column: int
    valence: int
    """From -2, the worst, to +2, the best."""
    word: str
    because: str
    badge: Badge
    notes: tuple[int, ...]


class Contrast(Frozen):
    """What the owner thinks beside what customers say."""

    topic: str
    owner: Entry
    customers: Entry


class Use(Frozen):
    """A place that cites a footnote."""

    anchor: str
    where: str
    """Stage and lane in words, read out beside the link back."""


class Footnote(Frozen):
    """The evidence behind one or more lines."""

    number: int
    badge: Badge
    title: str
    """Who said it, or the card's title, or where the guess comes from."""
    quote: str | None = None
    """Verbatim words of the owner or of a respondent."""
    text: str | None = None
    """What the card says, in a sentence or two."""
    card: CardId | None = None
    strength: Strength | None = None
    grade: str | None = None
    """The evidence grade in words."""
    cites: tuple[str, ...] = ()
    """Where the card has it from."""
    uses: tuple[Use, ...] = ()


class LegendEntry(Frozen):
    """What a badge looks like and means; the sign tells badges apart without colour."""

    badge: Badge
    sign: str
    word: str
    meaning: str
    lines: int
    """How many things the map says on this ground."""


class Head(Frozen):
    """What stands above the grid: whose journey, and from where to where."""

    title: str
    kind: str
    scenario: Entry
    persona: Entry
    goals: tuple[Entry, ...] = ()
    worries: tuple[Entry, ...] = ()
    business: Entry


class Grid(Frozen):
    """A journey map, laid out."""

    head: Head
    columns: tuple[Column, ...]
    lanes: tuple[Lane, ...]
    """All of `LANES`, in that order; some may be empty."""
    emotions: tuple[EmotionPoint, ...]
    """One for each column."""
    top_actions: tuple[Entry, ...]
    contradictions: tuple[Contrast, ...]
    assumptions: tuple[Entry, ...]
    """Guesses to check, each with a cheap way to find out."""
    kept_apart: tuple[Entry, ...]
    remarks: tuple[str, ...]
    footnotes: tuple[Footnote, ...]
    """Numbered from 1: the owner's words first, then customers', cards, guesses."""
    legend: tuple[LegendEntry, ...]
    leaves: int
    """How many things the map says about business, persona and journey."""
    assumed: int
    """How many of those nobody said."""
    assumed_share: int
    """The same as a whole percentage, 0-100."""

    def lane(self, name: LaneId) -> Lane:
        """Return the lane called `name`."""
        return self.lanes[LANES.index(name)]

    def told(self, name: LaneId) -> tuple[tuple[str, Entry], ...]:
        """Return every entry of the lane called `name`, each with its stage."""
        cells = zip(self.columns, self.lane(name).cells, strict=True)
        return tuple((column.name.text, entry) for column, cell in cells for entry in cell.entries)

    @property
    def evidence(self) -> tuple[tuple[Badge, tuple[Footnote, ...]], ...]:
        """The footnotes by who said it; only those groups that have any."""
        groups = ((badge, tuple(note for note in self.footnotes if note.badge == badge)) for badge in BADGES)
        return tuple((badge, notes) for badge, notes in groups if notes)


def named_card(card: CardId, sources: tuple[Source, ...]) -> str:
    """Return the title of `card` among `sources`, else its id made readable."""
    title = next((source.title for source in sources if source.id == card), None)
    return title or card.partition(":")[2].replace("-", " ").capitalize()
