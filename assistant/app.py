"""The Chainlit app: `journey serve` runs this file, which binds the real assistant to the page."""

from assistant.conversation import open_assistant
from assistant.settings import load_settings
from assistant.web.callbacks import bind
from assistant.web.page import Page

bind(Page(open_assistant, load_settings()))
