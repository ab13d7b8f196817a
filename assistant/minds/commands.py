"""Recognise what an owner wants of the interview itself: skip, back, why, how many left, draw it."""

import re
from dataclasses import dataclass

from assistant.minds.clauses import content_words, has_phrase, sentences
from assistant.reading import Intent
from assistant.text import fold
from assistant.words import Words

_ORDER: tuple[Intent, ...] = (
    "start_over", "back", "draft", "skip", "why", "how_many_left", "dont_know", "help", "stop", "small_talk",
)  # fmt: skip


_MAX_FORMS = 40
_SHORT = 10


@dataclass(frozen=True)
class Parts:
    """A message taken apart: the wish it carries, the question it asks, and the rest."""

    command: Intent | None
    question: str | None
    rest: str
    """The message without the command, still verbatim; "" if nothing is left."""


def take_apart(message: str, words: Words, *, first: bool) -> Parts:
    """Find a command and a question in `message` and return them with what is left."""
    command: Intent | None = None
    question: str | None = None
    rest: list[str] = []
    parts = sentences(message)
    for sentence in parts:
        found = _command(sentence, words, alone=len(parts) == 1)
        if found in ("small_talk", "dont_know") and len(parts) > 1:
            continue
        if found is not None and (command is None or command == "small_talk"):
            command = found
        elif found is None and _is_question(sentence, words):
            question = sentence if question is None else f"{question} {sentence}"
            if first:
                rest.append(sentence)
        elif found is None:
            rest.append(sentence)
    return Parts(command, question, _span(message, rest))


def _command(sentence: str, words: Words, *, alone: bool) -> Intent | None:
    forms = _forms(sentence, words)
    for intent in _ORDER:
        if any(form in words.get(f"commands.whole.{intent}") for form in forms):
            return intent
    plain = forms[0]
    if len(plain.split()) <= _SHORT:
        like: dict[Intent, list[str]] = words.get("commands.like")
        for intent, patterns in like.items():
            if any(re.fullmatch(pattern, plain) for pattern in patterns):
                return intent
    if alone or len(plain.split()) <= 12:
        inside: dict[Intent, list[str]] = words.get("commands.inside")
        for intent, phrases in inside.items():
            # at the ends only, because "we start over 200 courses a year" is an answer
            if any(plain.startswith(f"{phrase} ") or plain.endswith(f" {phrase}") for phrase in phrases):
                return intent
    return None


def _forms(sentence: str, words: Words) -> list[str]:
    """Return the folded sentence, then ever shorter ones without fillers: "ok, skip this please" ends in "skip"."""
    plain = re.sub(r"[^\w' /?&-]", "", fold(sentence)).strip() or fold(sentence)
    forms = [plain, plain.strip(" ?")]
    fillers: list[str] = words.get("commands.fillers")
    for form in forms:
        for filler in fillers:
            for shorter in (form.removeprefix(f"{filler} "), form.removesuffix(f" {filler}")):
                if shorter.strip(" ?") not in forms and len(forms) < _MAX_FORMS:
                    forms.append(shorter.strip(" ?"))
    return [form for form in forms if form]


def _is_question(sentence: str, words: Words) -> bool:
    if not sentence.rstrip().endswith("?"):
        return False
    first = re.match(r"(?:(?:and|so|but|well|ok|okay|btw|hi|hello|by the way),? )*([\w']+)", fold(sentence))
    meaning = len(content_words(sentence))
    return first is not None and (meaning >= 3 or (meaning >= 2 and first.group(1) in words.get("question_starts")))


def _span(message: str, kept: list[str]) -> str:
    """Return the shortest span of `message` that holds the kept sentences when they are neighbours, else join them."""
    if not kept:
        return ""
    start, end = message.find(kept[0]), message.rfind(kept[-1]) + len(kept[-1])
    between = message[start:end]
    return between if len(sentences(between)) == len(kept) else "\n".join(kept)


def mentions(text: str, phrases: list[str]) -> str | None:
    """Return the longest of `phrases` that stands in `text`, None if none does."""
    folded = fold(text)
    found = [phrase for phrase in phrases if has_phrase(folded, phrase)]
    return max(found, key=len, default=None)
