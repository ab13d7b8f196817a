"""What survey tests share: word vectors, and a shop's survey of our own writing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.knowledge import Library
from assistant.settings import Settings
from assistant.survey.read import read_pasted
from assistant.survey.survey import Survey, build_survey
from assistant.survey.synthesize import Analysis, analyse
from assistant.survey.vectors import WordVectors, open_vectors

HEAD = "Response ID,How likely are you to recommend us to a friend (0-10)?,Why?,Region\n"
ROWS = (
    ("a01", 2, "I waited three weeks for the parcel and nobody told me where it was", "North"),
    ("a02", 3, "Delivery took forever and the tracking never moved", "North"),
    ("a03", 1, "The jumper fell apart in the first wash, really poor quality", "South"),
    ("a04", 9, "Lovely soft fabric and great value for money", "South"),
    ("a05", 10, "Staff in the shop were so friendly and helpful", "North"),
    ("a06", 4, "Still waiting for my refund after a month", "South"),
    ("a07", 0, "Nobody answers the phone, I was on hold for an hour", "North"),
    ("a08", 8, "Good quality, but the sizes run small", "South"),
    ("a09", 5, "Sizes come up far too small, I had to send it back", "North"),
    ("a10", 9, "Fast delivery, everything was easy", "South"),
    ("a11", 2, "Arrived two weeks late and the box was crushed", "North"),
    ("a12", 10, "Love it, best shop ever", "South"),
    ("a13", 6, "Too expensive for what you get", "North"),
    ("a14", 7, "", "South"),
)


def as_csv(rows: tuple[tuple[str, int, str, str], ...]) -> str:
    """Return rows of that survey as a CSV file's text."""
    lines = (f'{one},{score},"{text.replace(chr(34), chr(34) * 2)}",{region}' for one, score, text, region in rows)
    return HEAD + "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def vectors(request: pytest.FixtureRequest) -> WordVectors:
    """The word vectors; kept between runs, because distilling them takes a quarter of a minute."""
    cache = request.config.cache
    assert cache is not None
    folder: Path = cache.mkdir("journey-words")
    return open_vectors(Settings(data_dir=folder, _env_file=None))


@pytest.fixture(scope="session")
def summed_up(library: Library, vectors: WordVectors) -> Callable[[str], Analysis]:
    """Sum up pasted text."""

    def sum_up(text: str, **options: object) -> Analysis:
        return analyse(build_survey([read_pasted(text)]), library, vectors, **options)  # type: ignore[arg-type]

    return sum_up


@pytest.fixture(scope="session")
def shop(summed_up: Callable[[str], Analysis]) -> Analysis:
    """The shop's survey, summed up."""
    return summed_up(as_csv(ROWS))


@pytest.fixture
def shop_survey() -> Survey:
    """The shop's survey, read."""
    return build_survey([read_pasted(as_csv(ROWS))])
