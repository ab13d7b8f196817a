"""Plays an invented owner through the interview and shows the finished map."""

import os
import sys

from assistant.cli import screen
from assistant.cli.chat import Talk, Terminal, open_talk
from assistant.cli.keep import keep_map
from assistant.errors import KnowledgeError
from assistant.settings import load_settings
from assistant.spending import Spending
from assistant.words import Words, load_words


def play(*, browser: bool) -> None:
    """Hold the interview with the owner of `prompts/<language>/demo.yaml`; open the map unless told not to."""
    settings = load_settings(mind="embedded")  # because a demonstration must cost nothing and send nothing
    words, owner = load_words("cli", settings.language), load_words("demo", settings.language)
    screen.show(words("demo.intro", title=owner("title")))
    with open_talk(settings) as talk:
        _interview(talk, owner, Terminal(words, Spending(settings)), words)
        journey = talk.draw()
    if journey is None:
        raise KnowledgeError(words("demo.no_map"))
    page = keep_map(journey, settings).resolve()
    screen.show_lines(["", words("demo.done", path=page)])
    if browser and _has_display():
        import webbrowser

        webbrowser.open(page.as_uri())


def _interview(talk: Talk, owner: Words, terminal: Terminal, words: Words) -> None:
    """Answer whatever is asked with what the owner has to say about it, until the map is drawn."""
    answers: dict[str, list[str]] = {topic: list(said) for topic, said in owner.get("answers").items()}
    message = owner("opening")
    while message:
        screen.show(f"\n{words('demo.you', text=message)}")
        turn = talk.say(message)
        terminal.turn(turn)
        if turn.drawn:
            return
        left = answers.get(turn.asks, []) if turn.asks else []
        message = left.pop(0) if left else owner("otherwise" if turn.asks else "closing")


def _has_display() -> bool:
    """Tell whether a window could open; without one a browser would take over the terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
