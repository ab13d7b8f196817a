"""The grid: laid out once, complete, and every number in it leads somewhere."""

import json
from collections import Counter
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings

from assistant.export.footnotes import bases, gist
from assistant.export.grid import BADGES, LANES, Detail, Entry, Grid
from assistant.export.layout import lay_out
from assistant.model import Source
from assistant.review import counted_leaves, share_assumed
from assistant.words import load_words
from tests.export.example_map import EXAMPLE
from tests.strategies import maps

some = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def entries(grid: Grid) -> Iterator[Entry]:
    """Yield every entry that has a basis."""
    head = grid.head
    yield from (head.scenario, head.persona, *head.goals, *head.worries, head.business)
    yield from (column.name for column in grid.columns)
    yield from (entry for lane in grid.lanes if lane.id != "owner" for cell in lane.cells for entry in cell.entries)
    yield from grid.top_actions
    yield from (entry for contrast in grid.contradictions for entry in (contrast.owner, contrast.customers))
    yield from (*grid.assumptions, *grid.kept_apart)


def details(grid: Grid) -> Iterator[Detail]:
    """Yield every detail that has a basis of its own."""
    return (detail for entry in entries(grid) for detail in entry.details if detail.badge)


@some
@given(maps())
def test_every_lane_has_a_cell_for_every_stage(map):
    grid = lay_out(map)
    assert tuple(lane.id for lane in grid.lanes) == LANES
    assert all(len(lane.cells) == len(grid.columns) == len(map.stages) for lane in grid.lanes)
    assert [(point.valence, point.word) for point in grid.emotions] == [
        (stage.emotion.valence, stage.emotion.word) for stage in map.stages
    ]


@some
@given(maps())
def test_every_basis_of_the_map_stands_behind_an_entry(map):
    grid = lay_out(map)
    shown = Counter(entry.badge for entry in entries(grid)) + Counter(detail.badge for detail in details(grid))
    kinds = {"owner_said": "you", "survey": "survey", "card": "card", "assumption": "assumption"}
    assert shown == Counter(kinds[basis.kind] for basis in bases(map))


@some
@given(maps())
def test_footnotes_and_entries_point_at_each_other(map):
    grid = lay_out(map)
    numbers = {note.number: note for note in grid.footnotes}
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert [BADGES.index(note.badge) for note in grid.footnotes] == sorted(
        BADGES.index(note.badge) for note in grid.footnotes
    )
    by_anchor = {entry.anchor: entry for entry in entries(grid)}
    cited = {entry.anchor: {*entry.notes, *(n for d in entry.details for n in d.notes)} for entry in by_anchor.values()}
    assert all(notes for notes in cited.values())
    uses = {anchor: set() for anchor in cited}
    for note in grid.footnotes:
        assert note.uses
        for use in note.uses:
            uses[use.anchor].add(note.number)
    assert uses == cited


@some
@given(maps())
def test_the_share_of_guesses_is_counted_over_what_the_map_says(map):
    grid = lay_out(map)
    assert grid.leaves == len(counted_leaves(map)) == sum(entry.lines for entry in grid.legend)
    assert grid.assumed_share == round(100 * share_assumed(map))


@some
@given(maps())
def test_a_grid_goes_through_json_unchanged(map):
    grid = lay_out(map)
    assert Grid.model_validate_json(json.dumps(grid.model_dump(mode="json"))) == grid


def test_a_quote_is_shown_with_its_message_and_a_count_with_its_voice():
    notes = {(note.badge, note.quote): note.title for note in lay_out(EXAMPLE).footnotes}
    assert notes["you", "About 2 in 10 book another block."] == "You said, in message 10"
    said = "Getting changed next to hotel guests in front of strangers was the worst part of it all."
    assert notes["survey", said] == "11 customers say so; one of them (answer r12)"


def test_a_card_shows_its_title_its_grade_and_what_it_cites():
    note = next(note for note in lay_out(EXAMPLE).footnotes if note.card == "tactic:review-request")
    assert (note.title, note.grade, note.cites) == (
        "Ask everyone for a review",
        "some evidence",
        ("Spiegel Research Center (2017)",),
    )


def test_a_baseline_is_shown_only_where_somebody_gave_one():
    grid = lay_out(EXAMPLE)
    today = load_words("export")("details.today")
    shown = {
        entry.text: [detail.text for detail in entry.details if detail.label == today]
        for cell in grid.lane("kpis").cells
        for entry in cell.entries
    }
    assert shown["People who book another block"] == ["20 %"]
    assert [name for name, values in shown.items() if values] == ["People who book another block"]


def test_a_persona_described_by_its_name_alone_is_named_once():
    named = EXAMPLE.persona.model_copy(update={"who": f" {EXAMPLE.persona.name.upper()}"})
    assert lay_out(EXAMPLE).head.persona.details[0].text == EXAMPLE.persona.who
    assert lay_out(EXAMPLE.model_copy(update={"persona": named})).head.persona.details == ()


def test_a_guess_repeated_on_several_lines_is_one_footnote():
    guesses = [note for note in lay_out(EXAMPLE).footnotes if note.badge == "assumption"]
    assert len({note.title for note in guesses}) == len(guesses)
    assert max(len(note.uses) for note in guesses) >= 5


def test_the_words_of_every_lane_and_badge_are_complete():
    words = load_words("export")
    assert tuple(words.get("lanes")) == LANES
    assert all(set(lane) == {"title", "hint"} for lane in words.get("lanes").values())
    assert tuple(words.get("badges")) == BADGES
    assert all(set(badge) == {"sign", "word", "meaning"} for badge in words.get("badges").values())
    assert len({badge["sign"] for badge in words.get("badges").values()}) == len(BADGES)


def test_a_card_among_the_evidence_says_in_a_sentence_or_two_what_it_says_and_shows_none_of_its_fields():
    text = "Missed calls\nOne caller in five rings again. The rest ring somebody else.\nPhones are slow.\nstage:purchase\n%"
    card = Source(id="pain:missed-calls", kind="card", title="Missed calls", text=text, cites=("common practice",))
    assert gist(card) == "One caller in five rings again. The rest ring somebody else."
    cards = [note for note in lay_out(EXAMPLE).footnotes if note.badge == "card"]
    assert cards
    assert all(note.text and "common practice" not in note.cites for note in cards)
