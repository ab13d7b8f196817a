"""A model for the stand-in that answers what is asked of it about a survey."""

import re
from typing import Any

from tests.minds.model import good, part
from tests.minds.standin import Body

Answer = dict[str, Any]


def asked(body: Body) -> str:
    """Return which of the survey calls this is, as the prompt tells; "" for any other call."""
    stable = body["messages"][0]["content"]
    starts = {"names": "You name what", "codes": "You sort single", "tale": "You tell the owner"}
    return next((name for name, words in starts.items() if stable.startswith(words)), "")


def capable(body: Body) -> Answer:
    """Answer as a capable model would."""
    writers = {"names": names, "codes": codes, "tale": tale}
    return writers[asked(body)](body) if asked(body) else good(body)


def names(body: Body) -> Answer:
    """Name the first theme and the first group in words of their quotes, and a theme of the loose answers on zebras."""
    found = []
    for mark, quote in re.findall(r"^([tg]\d+):.*\n- (.+)$", body["messages"][1]["content"], re.MULTILINE):
        if mark in ("t1", "g1"):
            found.append({"item": mark, "name": " ".join(re.findall(r"[a-z]{4,}", quote.lower())[:3]).capitalize()})
    zebras = [int(n) for n in re.findall(r"^a(\d+): .*zebra", part(body, "loose"), re.MULTILINE)]
    new = {"name": "Dancing zebras", "about": "It speaks of a zebra.", "answers": zebras}
    return {"names": found, "themes": [new] if zebras else []}


def codes(body: Body) -> Answer:
    """Give each answer the last theme on offer for it, which the built-in reader would not have chosen."""
    return {"answers": [{"n": n, "themes": [int(options.split()[-1])]} for n, options in offered(body).items()]}


def offered(body: Body) -> dict[int, str]:
    """Return the numbers of the themes on offer for each answer."""
    lines = re.findall(r"^(\d+) \[([\d ]*)\]", part(body, "answers"), re.MULTILINE)
    return {int(n): options for n, options in lines}


def tale(body: Body) -> Answer:
    """Tell the first complaint and the first praise with their counts."""
    lines = dict(re.findall(r"^(\w+): (.+)$", part(body, "figures"), re.MULTILINE))
    found = []
    for mark in ("t1", "p1"):
        told = re.match(r"\w+ “(.+?)”: (\d+) comments, (\d+) %", lines.get(mark, ""))
        if told:
            found.append({"text": f"{told[1]}: {told[2]} comments, {told[3]} %.", "about": mark})
    return {"sentences": found}
