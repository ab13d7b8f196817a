"""One owner on their own machine: no login page, but saved chats."""

from chainlit.user import User

OWNER = "owner"


def owner() -> User:
    """Return the only user there is."""
    return User(identifier=OWNER, display_name="You")
