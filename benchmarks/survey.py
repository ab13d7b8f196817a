"""Measures CPU seconds and memory of summing up a survey: `python -m benchmarks.survey [10000 100000]`.

Each size runs in a process of its own, from the bytes of a CSV file to the synthesis. Comments are put together from
sentences of our own writing, or taken from a file: `--texts FILE.csv --column text`.
"""

import argparse
import csv
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.knowledge import load_library
from assistant.paths import shipped
from assistant.settings import Settings
from assistant.survey.read import read_content, read_file
from assistant.survey.survey import build_survey
from assistant.survey.synthesize import analyse
from assistant.survey.vectors import open_vectors
from evals.survey.cases import load_own

SEED = 7


def main() -> None:
    """Run each size and print one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--texts", type=Path, help="A survey file whose comments are used.")
    parser.add_argument("--data", type=Path, help="Folder that keeps the word vectors; a new one by default.")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        sys.stdout.write(json.dumps(measure(given.one, given.data, given.texts)))
        return
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or Path(folder)
        distilled = -time.process_time()
        open_vectors(Settings(data_dir=data, _env_file=None))
        distilled += time.process_time()
        runs = [_apart(size, data, given.texts) for size in given.sizes]
    sys.stdout.write(json.dumps({"distil_once_cpu_seconds": round(distilled, 1), "runs": runs}, indent=2) + "\n")


def _apart(size: int, data: Path, texts: Path | None) -> object:
    more = ["--texts", str(texts)] if texts else []
    command = [sys.executable, "-m", "benchmarks.survey", "--one", str(size), "--data", str(data), *more]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)  # noqa: S603 - ourselves


def measure(size: int, data: Path, texts: Path | None) -> dict[str, float]:
    """Sum up one survey of `size` responses and return CPU seconds and peak memory of this process."""
    content = as_csv(size, comments(texts))
    start = time.process_time()
    survey = build_survey([read_content(content, "benchmark.csv")])
    read = time.process_time() - start
    vectors = open_vectors(Settings(data_dir=data, _env_file=None))
    found = analyse(survey, load_library(shipped("knowledge")), vectors)
    return {
        "responses": len(survey),
        "themes": len(found.synthesis.themes),
        "read_cpu_seconds": round(read, 1),
        "cpu_seconds": round(time.process_time() - start, 1),
        "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def comments(texts: Path | None) -> tuple[str, ...]:
    """Return the comments of a file, or our own."""
    if texts is None:
        return tuple(case.text for case in load_own())
    return tuple(text for text in build_survey([read_file(texts)]).texts if text)


def as_csv(size: int, pool: Sequence[str]) -> bytes:
    """Return a survey file of `size` responses: id, NPS, one to two comments, a group."""
    rng = random.Random(SEED)  # noqa: S311 - test data
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["Response ID", "How likely are you to recommend us (0-10)?", "Why?", "Region"])
    for number in range(size):
        text = " ".join(rng.sample(pool, rng.choice((1, 1, 2))))
        writer.writerow([f"{number:09}", rng.randint(0, 10), text, rng.choice(("North", "South", "East", "West"))])
    return buffer.getvalue().encode()


if __name__ == "__main__":
    main()
