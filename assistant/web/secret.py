"""The key that signs the session cookie."""

import secrets
from pathlib import Path

from assistant.errors import Unavailable
from assistant.words import load_words


def cookie_key(data_dir: Path) -> str:
    """Return the key kept in `data_dir`, made at first use and readable by its owner alone."""
    path = data_dir / "cookie-key"
    try:
        if not path.is_file():
            data_dir.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Unavailable(load_words("page")("no_data_dir", path=data_dir)) from error
