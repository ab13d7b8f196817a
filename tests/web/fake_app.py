"""The Chainlit app of the page's own tests: the real page over the small assistant."""

from assistant.settings import load_settings
from assistant.web.callbacks import bind
from assistant.web.page import Page
from tests.export.example_map import EXAMPLE
from tests.web.fake_assistant import open_fake

bind(Page(open_fake, load_settings(), example=lambda _: EXAMPLE))
