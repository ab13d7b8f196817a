"""What text may enter the domain: clean, bounded, free of characters that hide or reorder words."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

_KEPT_CONTROLS = (0x09, 0x0A)
_FORBIDDEN = dict.fromkeys(
    [
        *(c for c in range(0x20) if c not in _KEPT_CONTROLS),
        *range(0x7F, 0xA0),  # DEL and C1
        *(0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),  # bidi overrides
        *(0x200B, 0x2060, 0xFEFF, 0x00AD),  # invisible; ZWJ and ZWNJ stay, emoji and Persian need them
        *range(0xFE00, 0xFE0F),  # variation selectors but VS16, which emoji need
        *range(0xE0000, 0xE01F0),  # Unicode tags: hidden instructions
    ]
)


_PLAIN = str.maketrans("’‘“”–—−", "''\"\"---")


def clean(text: str) -> str:
    """Return `text` in NFC without control, bidi, tag and other invisible characters, stripped."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates become "?"
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_FORBIDDEN)
    return unicodedata.normalize("NFC", text).strip()


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", clean(text))


def fold(text: str) -> str:
    """Return `text` for comparing words: NFKC, casefolded, quotes, dashes and spaces made plain."""
    text = unicodedata.normalize("NFKC", clean(text)).casefold()
    text = text.translate(_PLAIN)
    return re.sub(r"\s+", " ", text).strip()


def find_phrase(folded: str, phrase: str) -> int:
    """Return where `phrase` stands in `folded` as whole words, -1 if nowhere.

    Plain searching, because thousands of word lists' entries would each be a pattern to compile.
    """
    start = folded.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if not _joins(folded, start - 1, phrase[0]) and not _joins(folded, end, phrase[-1]):
            return start
        start = folded.find(phrase, start + 1)
    return -1


def _joins(text: str, at: int, edge: str) -> bool:
    """Tell whether the character at `at` makes one word with the phrase's `edge`."""
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_") and (edge.isalnum() or edge == "_")


Text = Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=4000)]
"""Words of a person: may run over several lines."""

Message = Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=20_000)]
"""All that a person wrote at once."""

Line = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=600)]
"""One cell's worth of words: a single line."""
