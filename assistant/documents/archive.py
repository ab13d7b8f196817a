"""Gives a zipped document (Excel, Word, PowerPoint) the same bytes for the same content, whenever it is made."""

import io
import re
import zipfile
from datetime import datetime

EPOCH = datetime(2000, 1, 1)
"""The moment at which every document says it was made, because its true one would change its bytes."""

_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(?=<)")


def steady(content: bytes) -> bytes:
    """Return the archive `content` with every part dated `EPOCH`, in the order in which the parts stand."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            dated = zipfile.ZipInfo(part.filename, EPOCH.timetuple()[:6])
            dated.compress_type = zipfile.ZIP_DEFLATED
            text = old.read(part)
            if part.filename == "docProps/core.xml":
                text = _DATES.sub(rb"\g<1>" + EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), text)
            elif part.filename.endswith(".xlsx"):
                text = steady(text)  # the workbook behind a chart
            new.writestr(dated, text)
    return out.getvalue()
