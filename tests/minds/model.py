"""Models for the stand-in: what a good, an obedient and a lying model would answer to our requests."""

import json
import re
from typing import Any

from tests.minds.standin import Body

_QUESTIONS = {
    "offer": "What do you sell, and for roughly how much?",
    "customer": "Who are your customers, the two or three main kinds of them?",
    "goal": "What would you most like to change over the next few months?",
    "discovery": "How do people usually first hear about you?",
    "purchase": "When somebody is interested, how do they book or buy, step by step?",
    "delivery": "What happens after they booked, until they have what they came for?",
    "after_sale": "What do you do for customers afterwards, if anything?",
    "retention": "What brings customers back to you, or makes them tell their friends?",
    "pains": "Where do customers get stuck, wait, complain or give up?",
    "numbers": "Do you know any numbers, such as how many come back or fail to show up?",
    "resources": "How many hours a week could you put into this, who could help, and is there a budget?",
}
_KINDS = {"retention": "keeping", "pains": "pain", "numbers": "number"}


def shape(body: Body) -> str:
    """Return which of our calls this is, as the prompt tells."""
    stable = body["messages"][0]["content"]
    starts = {"read": "You help to interview", "answer": "You answer a question", "change": "You change a finished"}
    return next((name for name, start in starts.items() if start in stable), "tailor")


def part(body: Body, name: str) -> str:
    """Return what stands in a tag of the changing part."""
    found = re.search(rf"<{name}[^>]*>\n?(.*?)\n?</{name}>", body["messages"][1]["content"], re.DOTALL)
    return found.group(1).strip() if found else ""


def heard(**fields: Any) -> dict[str, Any]:
    """Return a complete answer to a message, with what is given."""
    plain = {
        "thanks": "Thank you.", "asks": "none", "asking": "", "language": "en", "means": "answer", "vague": False,
        "question": "", "question_english": "", "facts": [], "sentences": [],
    }  # fmt: skip
    return {**plain, **fields}


def fact(kind: str, words: str, english: str | None = None, **fields: Any) -> dict[str, Any]:
    """Return one fact of such an answer."""
    plain = {"trade": "", "channel": "none", "use": "none", "business_model": "none"}
    return {"kind": kind, "words": words, "english": english or words, **plain, **fields}


def change(do: str, place: str, text: str = "", words: str = "", **fields: Any) -> dict[str, Any]:
    """Return one change of a drawn map."""
    plain = {"feeling": "", "valence": 0, "channel": "none", "cards": []}
    return {"do": do, "place": place, "text": text, "words": words, **plain, **fields}


def changes(*proposed: dict[str, Any], wants: str = "change", said: str = "Done.") -> dict[str, Any]:
    """Return a whole answer to a message about the drawn map."""
    return {"wants": wants, "said": said, "changes": list(proposed)}


def good(body: Body) -> dict[str, Any]:
    """Answer as a capable model would."""
    answers = {"read": _good_reading, "answer": _good_answer, "tailor": _good_words, "change": _no_change}
    return answers[shape(body)](body)


def _no_change(body: Body) -> dict[str, Any]:
    return changes(wants="other", said="")


def _good_reading(body: Body) -> dict[str, Any]:
    message, asking = part(body, "message"), part(body, "open_topic")
    ahead = [line.partition(":")[0].split(",") for line in part(body, "questions").splitlines()]
    asks = next((topic[0] for topic in ahead if len(topic) == 1), "none")
    kind = _KINDS.get(asking, asking)
    facts = [] if kind == "none" else [fact(kind, message)]
    answer = _good_answer(body)["sentences"] if "<cards>" in body["messages"][1]["content"] else []
    asking_now = _QUESTIONS.get(asks, "")
    return heard(thanks="Thank you, that helps.", asks=asks, asking=asking_now, facts=facts, sentences=answer)


def _good_answer(body: Body) -> dict[str, Any]:
    cards = re.findall(r'<card id="([^"]+)">\n(.*?)\n</card>', part(body, "cards"), re.DOTALL)
    name, text = cards[0]
    words = re.split(r"(?<=[.])\s", text.splitlines()[1])[0]
    return {"sentences": [{"text": words, "card": name, "words": words}]}


def places(body: Body) -> list[tuple[str, str]]:
    """Return the places of a stage and the words that stand there."""
    lines = part(body, "stage").splitlines()
    return [(head.split(" ")[0], words) for head, _, words in (line.partition(": ") for line in lines)]


def _good_words(body: Body) -> dict[str, Any]:
    cards = re.findall(r'<card id="([^"]+)">', body["messages"][1]["content"])
    wordings = []
    for place, words in places(body):
        new = (
            f"{words}, quite simply" if not words.endswith(("?", ".", "!")) else f"Well, {words[:1].lower()}{words[1:]}"
        )
        wordings.append({"place": place, "text": new, "cards": cards[:1] if place.startswith("first_step") else []})
    return {"wordings": wordings}


def text_of(bodies: list[Body]) -> str:
    """Return everything that was sent, as one text."""
    return json.dumps(bodies, ensure_ascii=False)
