"""Makes a reply safe to show: our own bold words and lists stay, everything else in it is plain text."""

import re

_OURS = re.compile(r"(?P<bold>\*\*)|(?P<mark>[\\`*_{}\[\]<>()#+\-!|~:&$^=])")
_LIST = re.compile(r"^\s*(\d{1,2}\.|-)\s+(.*)$", re.DOTALL)
_JOINER = "\u2060"


def shown(reply: str) -> str:
    """Return `reply` as Markdown in which nothing but bold words, lists and paragraphs has a meaning.

    Replies hold words of the owner, so links, images, HTML, tables, headings and directives are taken apart.
    """
    return "\n".join(_line(line) for line in re.split(r"\r\n|\r|\n", reply))


def _line(line: str) -> str:
    listed = _LIST.match(line)
    if listed:
        return f"{listed[1]} {_words(listed[2])}"
    return _words(line.strip())  # because an indented line would be code


def _words(text: str) -> str:
    bold_is_ours = text.count("**") % 2 == 0

    def escaped(match: re.Match[str]) -> str:
        if match["bold"]:
            return "**" if bold_is_ours else r"\*\*"
        return "\\" + match["mark"]

    return _OURS.sub(escaped, _unlinked(text))


def _unlinked(text: str) -> str:
    """Keep bare addresses from turning into links; the page shows them unchanged."""
    text = re.sub(r"(?i)(https?://|ftp://)", rf"\1{_JOINER}", text)
    text = re.sub(r"(?i)\b(www)\.", rf"\1{_JOINER}.", text)
    return re.sub(r"(?<=\S)@(?=\S)", f"@{_JOINER}", text)
