"""The errors of the product; each message is one plain sentence fit to show a shop owner.

JourneyError
├── BadInput            what the user gave cannot be used (exit 2)
│   └── BadFile         a file is broken; names the field and the line
├── Refused             an edit or proposal is not legal on this brief or map
├── Conflict            somebody else wrote to this conversation first
├── KnowledgeError      a card is broken; names file and field
└── Unavailable         a part that is needed is missing or does not answer
"""


class JourneyError(Exception):
    """Base of every error that a door may show as it is."""


class BadInput(JourneyError):
    """What the user gave cannot be used."""


class BadFile(BadInput):
    """A file cannot be read as what it should be."""


class Refused(JourneyError):
    """An edit is not legal on this brief or map."""


class Conflict(JourneyError):
    """The conversation moved on since the writer last read it."""


class KnowledgeError(JourneyError):
    """A knowledge card breaks the schema or points to nothing."""


class Unavailable(JourneyError):
    """A part that is needed is missing or does not answer."""
