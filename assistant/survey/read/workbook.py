"""Reads Excel and OpenDocument workbooks: sizes checked before unpacking, parsed in a limited process."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from assistant.survey.read.limits import MOST_COLUMNS, MOST_PARTS, MOST_RATIO, MOST_ROWS, MOST_UNPACKED, refuse

_CHILD = Path(__file__).with_name("sheet_child.py")
_LIMITS = {"memory": 3 * 1024**3, "seconds": 90, "rows": MOST_ROWS, "columns": MOST_COLUMNS}
_LARGE = 1024 * 1024
_PASSWORD, _SPARSE = 3, 4
Sheet = tuple[str, list[list[str]]]


def check_package(content: bytes, name: str) -> None:
    """Raise BadFile for a packed workbook that is damaged, locked, or unpacks to far more than it holds."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise refuse("damaged", name) from error
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("password", name)
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise refuse("other_package", name)
    unpacked = sum(part.file_size for part in parts)
    swollen = any(part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts if part.file_size > _LARGE)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen:
        raise refuse("bomb", name)


def read_workbook(content: bytes, name: str) -> list[Sheet]:
    """Return name and cells of each sheet that has any."""
    if content.startswith(b"PK"):
        check_package(content, name)
    try:
        child = subprocess.run(  # noqa: S603 - our own script, nothing of the user's on its command line
            [sys.executable, "-I", str(_CHILD), json.dumps(_LIMITS)],
            input=content, capture_output=True, timeout=_LIMITS["seconds"] + 30, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise refuse("bomb", name) from error
    if child.returncode == _PASSWORD:
        raise refuse("password", name)
    if child.returncode == _SPARSE:
        raise refuse("sparse", name)
    if child.returncode:
        raise refuse("bomb" if child.returncode < 0 or b"MemoryError" in child.stderr else "damaged", name)
    return [(str(sheet), rows) for sheet, rows in json.loads(child.stdout)]
