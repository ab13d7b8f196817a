"""Where the files live that ship with the product: in a checkout, or inside an installed copy."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the folder or file `name` (`knowledge`, `prompts`, `public`, …) of this copy of the product."""
    installed = _PACKAGE / "_root" / name
    return installed if installed.exists() else _PACKAGE.parent / name
