"""The page in a real browser: nothing is fetched, nothing is cut off, stages stack on a phone and repeat on paper."""

import io
import shutil
from collections.abc import Iterator

import pypdf
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.export import FORMATS
from assistant.text import fold
from tests.export.example_map import EXAMPLE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")]
NAMES = [stage.name for stage in EXAMPLE.stages]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open the example's page at a width and return it with everything it asked for or complained about."""
    file = tmp_path / "map.html"
    file.write_bytes(FORMATS["html"].write(EXAMPLE))

    def open_at(width: int, scheme: str = "light") -> tuple[Page, list[str]]:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        heard: list[str] = []
        page.on("request", lambda request: heard.append(request.url))
        page.on("console", lambda message: heard.append(message.text))
        page.goto(file.as_uri())
        heard.remove(file.as_uri())
        return page, heard

    return open_at


@pytest.mark.parametrize("width", [390, 900, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_its_width_and_asks_for_nothing(opened, width, scheme):
    page, heard = opened(width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert heard == []


def test_on_a_phone_every_stage_is_one_card_with_its_lanes_below_it(opened):
    page, _ = opened(390)
    seen = page.evaluate(
        """[...document.querySelectorAll('.map thead th, .map td')]
           .filter(cell => getComputedStyle(cell).display !== 'none')
           .map(cell => [cell.getBoundingClientRect().top, cell.tagName, cell.className.match(/s\\d+/)[0]])
           .sort((a, b) => a[0] - b[0])"""
    )
    order = [stage for _, _, stage in seen]
    assert order == sorted(order, key=lambda stage: int(stage[1:]))
    heads = [position for position, (_, tag, _) in enumerate(seen) if tag == "TH"]
    assert [seen[position][2] for position in heads] == [f"s{n}" for n in range(len(NAMES))]
    assert all(order[position] != order[position - 1] for position in heads[1:])


def test_a_number_leads_to_its_evidence_and_back(opened):
    page, _ = opened(1280)
    link = page.locator(".map td.s1 .badge a").first
    home = link.evaluate("link => link.closest('[id]').id")
    link.click()
    assert page.evaluate("document.querySelector(':target').closest('.evidence') !== null")
    page.locator(f":target .back a[href='#{home}']").click()
    assert page.evaluate("document.querySelector(':target').id") == home


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_on_paper_every_page_of_the_map_repeats_all_stages(opened, paper):
    page, _ = opened(1280)
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format=paper, landscape=True)))
    # because Chromium prints ligatures, "fl" is found only after folding
    texts = [fold(sheet.extract_text()).replace(" ", "") for sheet in printed.pages]
    full = [text for text in texts if all(fold(name).replace(" ", "") in text for name in NAMES)]
    assert all(any(lane in text for text in full) for lane in ("whattheywant", "howitfeels", "wholooksafterit"))
    width, height = printed.pages[0].mediabox.width, printed.pages[0].mediabox.height
    assert width > height
