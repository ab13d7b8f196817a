"""One laid-out grid, many renderings of a journey map."""

from assistant.export.formats import FORMATS, Format
from assistant.export.grid import Grid
from assistant.export.layout import lay_out

__all__ = ["FORMATS", "Format", "Grid", "lay_out"]
