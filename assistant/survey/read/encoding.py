"""Turns bytes into text, whatever program wrote them."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SINGLE = (("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"), ("cp850", "DOS (cp850)"))
_SEEN = 200_000
"""Bytes that are enough to tell encodings apart."""
_IN_A_WORD = re.compile(r"(?<=[a-zA-Z])[^\x00-\x7f](?=[a-zA-Z])|(?<=[a-z])[^\x00-\x7f](?![^\W\d_])")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-zß-ÿ])[À-ÞŒŸ]")
_TYPOGRAPHY = frozenset("’‘“”–—…•€£°²³½¼·´«»¿¡§©®™\xa0")
_COMMON = frozenset("äöüßéèêëáàâãåæçíìîïñóòôõøœúùûýÿÄÖÜÉÈÀÇÑÅÆØÁÍÓÚ")


def decode(content: bytes) -> tuple[str, str]:
    """Return the text of `content` and the name of its encoding; never fails."""
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return content.decode(codec, "replace").removeprefix("\ufeff"), name
    wide = _wide(content)
    if wide:
        return content.decode(wide, "replace"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _single_bytes(content)


def _wide(content: bytes) -> str | None:
    """Recognise UTF-16 without a mark by where its zero bytes stand."""
    head = content[:4000]
    if len(head) < 4 or head.count(0) < len(head) // 5:
        return None
    codec = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(codec, "replace")
    # because other binary files hold zeros, too
    return codec if sum(char.isprintable() or char in "\r\n\t" for char in text) > 0.9 * len(text) else None


def _single_bytes(content: bytes) -> tuple[str, str]:
    lines = content.split(b"\n")
    odd = [line for line in lines if not line.isascii()]
    broken = [line for line in odd if not _is_utf8(line)]
    codec, name = best_single(b"\n".join(broken)[:_SEEN])
    if len(broken) * 2 > len(odd):
        return content.decode(codec, "replace"), name
    # because a file glued together from two exports is mostly UTF-8 with a few lines that are not
    whole = (line.decode("utf-8" if _is_utf8(line) else codec, "replace") for line in lines)
    return "\n".join(whole), f"UTF-8 with some lines in {name}"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def best_single(sample: bytes) -> tuple[str, str]:
    """Return codec and name of the one-byte encoding in which `sample` has letters where words have letters."""
    return max(_SINGLE, key=lambda known: (_score(sample.decode(known[0], "replace")), known == _SINGLE[0]))


def _score(text: str) -> float:
    score = 0.0
    for char in text:
        if char.isascii():
            continue
        if char in _COMMON:
            score += 1
        elif char in _TYPOGRAPHY:
            score += 0.7
        elif char == "\ufffd" or not char.isprintable():
            score -= 3
        elif not char.isalpha():
            score -= 1
    # because capitals hardly ever follow small letters, and wrong encodings make many
    score -= 2 * sum(1 for _ in _CAPITAL_INSIDE.finditer(text))
    for found in _IN_A_WORD.finditer(text):
        score += 1 if found[0] in _COMMON or found[0] == "’" else -1
    return score
