"""Neutralisers, one for each place that text is written to; each is called last, on a single piece of text."""

import re
import unicodedata

from markupsafe import Markup, escape

from assistant.text import clean

_NEVER_IN_XML = re.compile(r"[^\t\n\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_FORMULA = re.compile(r"(^|[;\n\t])(\s*)(?=[=+\-@|%＝＋－＠｜％])")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~&$^]|(?<=\w)\.(?=[^\W\d])|:(?=[^\W\d]|/)|(?<==)=|=(?==)")
_LINE_START = re.compile(r"^(\s*)(?:([-+=:])|(\d{1,9})([.)])(?=\s|$))")
_AUTOLINK = re.compile(r"(?i)(https?|ftp|www|mailto|xmpp)(?=\\?[:.])|@(?=[\w\\-])")
_MERMAID = str.maketrans({":": "：", "#": "＃", ";": "；", "<": "＜", ">": "＞"})
_MERMAID_WORDS = re.compile(r"(?i)section|title|journey|accTitle|accDescr|%")
_DOS_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_ZWNJ = "\u200c"
_SPACES = " \u00a0"


def html(text: str) -> Markup:
    """Return `text` as inert HTML, fit for element content and quoted attributes."""
    return escape(xml(text))


def xml(text: str) -> str:
    """Return `text` without what XML cannot hold; the element tree escapes the rest."""
    return _NEVER_IN_XML.sub("\ufffd", clean(text))


def run(text: str) -> str:
    """Return `text` as `xml` does, but keep one space at either end, which parts it from its neighbours."""
    inner = xml(text)
    before, after = (edge if edge in _SPACES else "" for edge in (text[:1], text[-1:]))
    return f"{before}{inner}{after}" if inner else before


def csv(text: str) -> str:
    """Return `text` so that no spreadsheet takes it, or a part after another separator, for a formula."""
    return _FORMULA.sub(r"\1\2'", clean(text))


def markdown(text: str) -> str:
    """Return `text` as literal words on one line of Markdown: no link, image, autolink, HTML, table or list."""
    line = _MARKDOWN.sub(lambda found: f"\\{found[0]}", re.sub(r"\s+", " ", clean(text)))
    line = _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", line)
    # because GitHub links bare addresses even where every character is escaped
    return _AUTOLINK.sub(lambda found: found[0] + _ZWNJ, line)


def mermaid(text: str, actor: bool = False) -> str:
    """Return `text` as a title, section, task or actor of a Mermaid journey, which fails silently on much."""
    line = re.sub(r"\s+", " ", clean(text)).translate(_MERMAID)
    line = re.sub(r"%{2,}", "%", line).strip()
    if actor:
        line = line.replace(",", "，")
    if _MERMAID_WORDS.match(line):
        line = f"› {line}"
    return line or "–"


def file_name(text: str, suffix: str, fallback: str = "journey-map") -> str:
    """Return a plain ASCII file name made from `text`, safe on every system, at most 60 characters before `suffix`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-") or fallback
    return f"{fallback}-{stem}{suffix}" if stem in _DOS_DEVICES else f"{stem}{suffix}"


def terminal(text: str) -> str:
    """Return `text` without escape sequences and other characters that move a terminal's cursor."""
    return clean(text)
