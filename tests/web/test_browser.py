"""The page in a real browser, over the real assistant: from the landing page to a downloaded map, wide and narrow."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from assistant.export import FORMATS
from assistant.words import load_words
from tests.web.server import ChatServer

pytestmark = pytest.mark.browser
WORDS = load_words("page")
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PATIENCE = 20_000
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OWNER = (
    "I run a small bakery in Leeds called Crumb, we sell sourdough and cakes for birthdays",
    "Mostly families from the streets around, and offices that order cakes",
    "I would like more cake orders in the week",
    "They walk past or a friend tells them, some find us on Instagram",
    "They send a message on Instagram or come into the shop",
    "They come and collect the cake, we have it boxed with a card",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.fail("Chromium is needed for the browser tests: `make system` installs it or says how.")
    with sync_playwright() as playwright:
        flags = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
        flags += ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield opened
        opened.close()


@pytest.fixture(params=["wide", "narrow"])
def width(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def context(browser: Browser, width: str) -> Iterator[BrowserContext]:
    narrow = width == "narrow"
    opened = browser.new_context(viewport=NARROW if narrow else WIDE, has_touch=narrow, accept_downloads=True)
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, real_server: ChatServer) -> Page:
    opened = context.new_page()
    opened.goto(real_server.url)
    greeted(opened)
    return opened


def greeted(page: Page) -> None:
    expect(page.get_by_role("button", name="See an example")).to_be_visible(timeout=PATIENCE)


def say(page: Page, text: str) -> Locator:
    replies = page.locator(".ai-message")
    before = replies.count()
    page.locator("#chat-input").fill(text)
    expect(page.locator("#chat-submit")).to_be_enabled()  # while an answer is under way, the Enter key waits
    page.keyboard.press("Enter")
    expect(replies).not_to_have_count(before, timeout=PATIENCE)
    expect(page.locator("#chat-submit")).to_be_visible()
    return replies.last


def quick_replies(page: Page) -> list[str]:
    return [label for label in page.locator(".ai-message").last.get_by_role("button").all_inner_texts() if label]


def the_map(page: Page) -> Locator:
    return page.get_by_test_id("journey-map").last


def no_sideways_scrolling(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_from_the_landing_page_through_an_interview_to_a_downloaded_map(page: Page, width: str, tmp_path: Path) -> None:
    expect(page.get_by_role("log")).to_contain_text("piece of software")
    page.get_by_role("button", name="Map my journey").click()
    expect(page.locator(".ai-message").last).to_contain_text("What do you do, and for whom?")
    for answer in OWNER:
        say(page, answer)
        assert no_sideways_scrolling(page)
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuetext", re.compile(r"\d+ of 11"))
    if width == "wide":
        expect(the_map(page)).to_have_attribute("data-kind", "preview")
    page.get_by_role("button", name="Draw my map").click()
    expect(the_map(page)).to_have_attribute("data-kind", "final")
    expect(page.locator(".ai-message").last).to_contain_text("Three things to do first")
    files = page.get_by_test_id("downloads").last
    expect(files.get_by_role("link")).to_have_count(sum(form.everyday for form in FORMATS.values()))
    files.get_by_text("Other formats").click()
    expect(files.get_by_role("link")).to_have_count(len(FORMATS))
    for name, sign in (("Web page", b"<!DOCTYPE html>"), ("PDF", b"%PDF"), ("PowerPoint", b"PK"), ("JSON", b"{")):
        with page.expect_download() as waiting:
            files.get_by_role("link", name=name).first.click()
        target = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(target)
        assert target.read_bytes().removeprefix(b"\xef\xbb\xbf").upper().startswith(sign.upper())
    if width == "wide":
        the_map(page).get_by_text("Download", exact=True).click()
        with page.expect_download():
            the_map(page).get_by_role("link", name="Web page").click()
    journey = json.loads(next(tmp_path.glob("*.json")).read_text())
    assert journey["business"]["industry"] in ("industry:restaurant", "industry:food-maker", "industry:retail-store")
    assert len(journey["stages"]) >= 5
    assert no_sideways_scrolling(page)


def test_a_reloaded_chat_has_its_bubbles_buttons_and_map(page: Page, width: str) -> None:
    for answer in OWNER[:4]:
        say(page, answer)
    expect(page.get_by_role("button", name="Draw my map")).to_be_visible()
    labels = quick_replies(page)
    words = page.locator(".message-content").all_inner_texts()
    page.reload()
    expect(page.get_by_role("button", name="Draw my map")).to_be_visible(timeout=PATIENCE)
    assert page.locator(".message-content").all_inner_texts() == words
    assert quick_replies(page) == labels
    if width == "wide":
        expect(the_map(page)).to_be_visible()
    else:
        page.get_by_role("button", name="Show the map").click()
        expect(the_map(page)).to_have_class(re.compile("jm-as-cards"))
    assert "/thread/" in page.url


def test_no_request_leaves_this_machine(context: BrowserContext, real_server: ChatServer) -> None:
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(real_server.url)
    greeted(page)
    page.get_by_role("button", name="See an example").click()
    expect(the_map(page)).to_be_visible()
    say(
        page,
        "![x](https://evil.example/a.png) <img src='https://evil.example/b.png'> I run a bakery, see https://evil.example",
    )
    ours = (real_server.url, real_server.url.replace("http", "ws", 1), "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []
    assert any(url.endswith(".css") for url in asked)
    assert page.evaluate("[...document.fonts].length") == 0


def test_what_is_typed_while_the_first_answer_comes_is_kept(page: Page) -> None:
    box = page.locator("#chat-input")
    box.fill(OWNER[0])
    page.keyboard.press("Enter")
    box.press_sequentially("and we also")
    expect(page.locator(".ai-message")).to_have_count(2)
    expect(page).to_have_url(re.compile("/thread/"))
    page.wait_for_timeout(700)
    expect(box).to_have_value("and we also")


def test_what_the_owner_writes_is_shown_as_written(page: Page) -> None:
    nasty = "<b>bold</b> <script>window.hacked = 1</script> **stars** [link](javascript:alert(1)) I sell bread"
    say(page, nasty)
    bubble = page.locator('[data-step-type="user_message"]').last
    assert bubble.inner_text().strip() == nasty
    assert bubble.locator("b, strong, a, script, img").count() == 0
    assert page.evaluate("window.hacked") is None
    assert page.locator(".message-content").last.locator("a, img, script").count() == 0


def test_a_sign_opens_the_words_behind_it(page: Page, width: str) -> None:
    page.get_by_role("button", name="See an example").click()
    expect(the_map(page)).to_have_attribute("data-kind", "example")
    the_map(page).locator(".jm-badge.jm-you:visible").last.click()
    evidence = page.get_by_role("dialog")
    expect(evidence).to_contain_text("You said, in message")
    expect(evidence.locator("blockquote").first).not_to_be_empty()
    page.keyboard.press("Escape")
    expect(evidence).to_be_hidden()
    the_map(page).locator(".jm-badge.jm-card:visible").last.click()
    expect(evidence.locator(".jm-card-text").first).not_to_be_empty()
    assert no_sideways_scrolling(page)


def test_the_whole_path_can_be_walked_by_keyboard(browser: Browser, real_server: ChatServer) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(real_server.url)
    greeted(page)

    def tab_to(name: str, role: str = "button", key: str = "Tab") -> None:
        wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]  # because the role is one of many literals
        for _ in range(60):
            if wanted.evaluate("node => node === document.activeElement"):
                return
            page.keyboard.press(key)
        raise AssertionError(f"{name} is not reached by the Tab key")

    tab_to("See an example", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(the_map(page)).to_be_visible()
    tab_to("Your message", "textbox")
    page.keyboard.type("I run a bakery in Leeds")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Skip")).to_be_visible()
    tab_to("Skip", key="Shift+Tab")
    page.keyboard.press("Space")
    expect(page.locator('[data-step-type="user_message"]').last).to_contain_text("skip")
    page.locator(".jm-badge:visible").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".jm-badge:focus")).to_have_count(1)
    tab_to("Close the map", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("journey-map")).to_have_count(0)
    page.close()


def test_screen_readers_hear_replies_and_every_button_has_a_name(page: Page) -> None:
    say(page, OWNER[0])
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button')].filter(button =>
            button.checkVisibility() && !button.closest('[inert]') &&
            !(button.getAttribute('aria-label') || button.textContent).trim()).map(button => button.outerHTML)"""
    )
    assert nameless == []


def test_a_closed_map_comes_back_by_its_button(browser: Browser, real_server: ChatServer) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(real_server.url)
    greeted(page)
    for answer in OWNER[:4]:
        say(page, answer)
    expect(the_map(page)).to_be_visible()
    page.get_by_role("button", name="Close the map").click()
    say(page, OWNER[4])
    expect(page.get_by_test_id("journey-map")).to_have_count(0)
    page.get_by_role("button", name="Show the map").click()
    expect(the_map(page)).to_be_visible()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_in_light_and_in_dark(
    browser: Browser, real_server: ChatServer, scheme: str
) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(real_server.url)
    greeted(page)
    expect(page.locator("html")).to_have_class(re.compile(scheme))
    page.get_by_role("button", name="See an example").click()
    expect(the_map(page)).to_be_visible()
    page.wait_for_timeout(500)
    faint = page.evaluate((Path(__file__).with_name("contrast.js")).read_text())
    assert faint == []
    context.close()


def test_a_file_of_another_kind_is_refused_in_plain_words(page: Page, tmp_path: Path) -> None:
    wrong = tmp_path / "page.html"
    wrong.write_text("<p>hello")
    page.locator("#upload-button-input").set_input_files(wrong)
    expect(page.get_by_text("This kind of file cannot be used here")).to_be_visible()
    right = tmp_path / "answers.csv"
    right.write_text("id,answer\n1,fine\n")
    page.locator("#upload-button-input").set_input_files(right)
    page.locator("#chat-submit:not([disabled])").click()
    expect(page.locator(".ai-message").last).to_contain_text("Reading the answers")


def test_the_name_is_ours_everywhere(page: Page) -> None:
    expect(page).to_have_title("Journey Assistant")
    page.get_by_role("button", name="About").click()
    expect(page.get_by_role("dialog")).to_contain_text("It stays with you")
    assert "chainlit" not in page.inner_text("body").lower()


SURVEY = "id;How likely are you to recommend us? (0-10);Why?\n" + "\n".join(
    f"{n}a;{n % 5};Nobody answers my emails for days\n{n}b;5;Far too expensive for what you get\n"
    f"{n}c;10;<img src=x onerror='window.hacked=1'> Lovely friendly staff **everywhere**"
    for n in range(12)
)


def test_a_dropped_survey_becomes_a_chart_answers_a_map_and_files(page: Page, width: str, tmp_path: Path) -> None:
    file = tmp_path / "spring.csv"
    file.write_text(SURVEY)
    page.locator("#upload-button-input").set_input_files(str(file))
    expect(page.locator("#chat-submit")).to_be_enabled()
    page.locator("#chat-submit").click()
    chart = page.get_by_test_id("survey-themes")
    expect(chart).to_be_visible(timeout=3 * PATIENCE)
    expect(page.locator(".ai-message").last).to_contain_text("NPS")
    expect(page.locator('[data-step-type="user_message"]').last).to_contain_text("36 responses")
    assert no_sideways_scrolling(page)
    chart.locator(".st-praise .st-row").first.click()
    expect(page.get_by_test_id("survey-answers")).to_contain_text("<img src=x onerror='window.hacked=1'> Lovely")
    page.keyboard.press("Escape")
    assert page.evaluate("window.hacked") is None
    with page.expect_download() as waiting:
        chart.get_by_role("link", name="Excel").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.read_bytes().startswith(b"PK")
    if width == "narrow":
        page.get_by_role("button", name="Show the map").click()
    expect(the_map(page).locator(".jm-badge.jm-survey").first).to_be_attached()
    page.reload()
    expect(page.get_by_test_id("survey-themes")).to_be_visible(timeout=PATIENCE)
