"""The colours and letters of slides and documents, as Office writes them."""

from assistant.export.grid import Badge

INK, SOFT, FAINT, RULE = "23201C", "564F47", "71695F", "CFC4B3"
TEAL, RUST, PLUM, OCHRE = "0D6F64", "A83A22", "6B3A86", "855800"
TEAL_WASH, RUST_WASH, PAPER, WHITE = "E3F0ED", "FAE6DF", "F8F5EF", "FFFFFF"
TONES: dict[Badge, str] = {"you": TEAL, "survey": PLUM, "card": OCHRE, "assumption": FAINT}
SERIF, SANS = "Georgia", "Calibri"
NBSP = "\u00a0"
"""Keeps the sign of a badge with its word."""
