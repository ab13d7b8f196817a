"""Writes maps to files: where the user says, or into the data directory so that none is lost."""

from datetime import datetime
from pathlib import Path

from assistant.errors import BadInput
from assistant.export import FORMATS
from assistant.model import JourneyMap
from assistant.settings import Settings
from assistant.words import load_words


def write_map(journey: JourneyMap, path: Path) -> Path:
    """Write `journey` to `path` in the format its ending names, JSON for any other ending."""
    format = next((known for known in FORMATS.values() if known.suffix == path.suffix.lower()), FORMATS["json"])
    return write(path, format.write(journey))


def keep_map(journey: JourneyMap, settings: Settings) -> Path:
    """Keep `journey` in the data directory as a page to read and as JSON to go on with; return the page's path."""
    page = FORMATS["html"]
    now = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    path = settings.data_dir / "maps" / f"{now}-{page.file_name(journey)}"
    write(path.with_suffix(".json"), FORMATS["json"].write(journey))
    return write(path, page.write(journey))


def write(path: Path, content: bytes) -> Path:
    """Write `content` to `path`, making its folder; BadInput if that is not possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput(load_words("cli")("files.not_written", path=path, reason=reason)) from error
    return path
