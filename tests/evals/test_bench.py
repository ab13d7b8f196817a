"""The benchmark compares like with like: medians, ratios and peers that do what they say."""

from pathlib import Path

from assistant.knowledge import Library
from assistant.retrieval.embedder import open_embedder
from assistant.settings import Settings
from assistant.store import TurnLog
from evals.bench import table
from evals.peers import PlainChroma, bare_turns, compared, hello_command


def test_a_ratio_is_that_of_the_medians_and_its_spread_that_of_the_rounds():
    one = compared("a", "b", [(10, 5), (20, 5), (1000, 5)])
    assert (one.ours, one.theirs, one.ratio, one.rounds) == (20, 5, 4, 3)
    assert one.low <= one.ratio <= one.high


def test_one_round_has_no_spread():
    one = compared("a", "b", [(10, 5)])
    assert one.low == one.high == one.ratio == 2


def test_the_table_names_both_and_shows_long_times_in_seconds():
    shown = table([compared("a turn", "a bare turn", [(12345, 10)]), compared("right", "same", [(0.9, 0.6)], "")])
    assert "12.35 s" in shown
    assert "10 ms" in shown
    assert "1.50" in shown
    assert "a bare turn" in shown


def test_the_plain_search_finds_the_phrasing_that_was_asked_for(library: Library, tmp_path: Path):
    cards = [library["pain:long-queue"], library["kpi:no-show-rate"], library["pain:late-delivery"]]
    plain = PlainChroma([(card.id, card.title) for card in cards], open_embedder(), tmp_path)
    assert [plain.find(card.title)[0] for card in cards] == [card.id for card in cards]
    assert sorted(plain.find("anything")) == sorted(card.id for card in cards)


async def test_a_bare_turn_is_written_to_the_log(settings: Settings):
    async with bare_turns(settings.database) as turn:
        await turn("a", 1)
        await turn("a", 2)
    async with TurnLog(settings.database) as log:
        assert [row.seq for row in await log.read("a")] == [1, 2]


def test_the_smallest_app_is_a_chainlit_app(tmp_path: Path):
    command = hello_command(tmp_path, 1234)
    assert command[-2:] == ["--host", "127.0.0.1"]
    compile((tmp_path / "hello.py").read_text(), "hello.py", "exec")
