"""A reply on the page: our bold words and lists are shown, nothing the owner wrote becomes anything but text."""

from html import unescape
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.web.markdown import shown

RENDER = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])
NASTY = st.text(
    alphabet=st.sampled_from("ab 1.\n\t-+*_`~[]()<>!#|&;:/\\\"'@=^${}") | st.characters(codec="utf-8"), max_size=80
)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.add(tag)


def tags(markdown: str) -> set[str]:
    parser = Tags()
    parser.feed(RENDER.render(markdown))
    return parser.found


def test_our_own_bold_words_and_lists_are_kept() -> None:
    drawn = "Here is your map: **I want coffee**\n\n1. **This week:** answer (fast)\n2. Ask"
    assert tags(shown(drawn)) == {"p", "strong", "ol", "li"}
    assert "<strong>This week:</strong> answer (fast)" in RENDER.render(shown(drawn))


def test_the_words_stay_as_they_are() -> None:
    for text in (
        "3.5 % of 10",
        "re:reply",
        "a_b_c",
        "C:\\temp",
        "5 * 4 < 30 & more",
        "#1 in town!",
        "~~no~~",
        "[x](y)",
    ):
        assert unescape(RENDER.render(shown(text))).strip() == f"<p>{text}</p>"


def test_bare_addresses_do_not_become_links() -> None:
    for text in ("http://evil.example/x", "see www.evil.example now", "mail me@evil.example"):
        assert "\u2060" in shown(text)


def test_an_odd_pair_of_stars_is_not_ours() -> None:
    assert tags(shown("cheap ** cheaper")) == {"p"}


@settings(deadline=None, max_examples=500)
@given(NASTY)
def test_nothing_but_paragraphs_bold_words_and_lists_can_come_of_it(text: str) -> None:
    assert tags(shown(text)) <= {"p", "strong", "ol", "ul", "li", "br"}
