"""What a reply offers besides its words."""

from assistant.model import Frozen
from assistant.text import Line


class Choice(Frozen):
    """A quick reply: a button that sends `value` as if it had been typed."""

    label: Line
    value: Line
