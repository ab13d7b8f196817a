"""Runs in a process of its own, with little memory and time: workbook on stdin, the cells of each sheet on stdout.

Called by `assistant.survey.read.workbook` as a script, because a damaged or hostile workbook must not take the
program down with it. It imports nothing of the program.
"""

import datetime
import io
import json
import sys


def cell_text(value: object) -> str:
    """Return a cell as the text a person sees in it: whole numbers without ".0", dates in ISO form."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time | datetime.datetime):
        return value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()
    return str(value)


def limit(memory: int, seconds: int) -> None:
    """Bind this process to so many bytes and CPU seconds where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the size checks before still hold there
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main() -> None:
    """Read the workbook and print one JSON document."""
    limits = json.loads(sys.argv[1])
    limit(limits["memory"], limits["seconds"])
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        sys.exit(3)
    sheets = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.width > limits["columns"] * 4 or sheet.height > limits["rows"] * 2:
            sys.exit(4)
        if sheet.width and sheet.height:
            rows = [[cell_text(value) for value in row] for row in sheet.iter_rows()]
            sheets.append([name, rows])
    json.dump(sheets, sys.stdout)


if __name__ == "__main__":
    main()
