"""A conversation is the same on every database that a user may choose."""

from assistant.conversation import Assistant, open_assistant
from assistant.settings import Settings

OWNER = (
    "I have a hair salon in Leeds",
    "cuts for £38 and colour",
    "mums with small children 👩‍👩‍👧 — “busy” ones",
    "fewer no-shows\x00, about 1 in 10 today",
    "sorry, make that 2 in 10",
    "just draw it",
)


async def _answers(assistant: Assistant, thread: str) -> list[str]:
    talk = assistant.conversation(thread)
    return [(await talk.say(message, msg_id=f"m{n}")).reply for n, message in enumerate(OWNER)]


async def test_what_was_said_and_drawn_is_there_after_a_restart(settings: Settings, database_url: str) -> None:
    chosen = settings.model_copy(update={"database_url": database_url})
    async with open_assistant(chosen) as first:
        said = await _answers(first, "salon")
        drawn = await first.conversation("salon").map()
    async with open_assistant(chosen) as again:
        assert await again.conversation("salon").map() == drawn
        repeated = await again.conversation("salon").say(OWNER[1], msg_id="m1")
        assert repeated.reply == said[1]
        assert len(await again.log.read("salon")) == len(OWNER)
    assert drawn.business.place == "Leeds"


async def test_a_deleted_conversation_leaves_nothing_behind(settings: Settings, database_url: str) -> None:
    async with open_assistant(settings.model_copy(update={"database_url": database_url})) as assistant:
        await _answers(assistant, "gone")
        await assistant.log.keep("gone", "m1", b"a long paste \x00\xff")
        assert await assistant.log.kept("gone", "m1") == b"a long paste \x00\xff"
        await assistant.log.forget("gone")
        assert await assistant.log.read("gone") == ()
        assert await assistant.log.kept("gone", "m1") is None
