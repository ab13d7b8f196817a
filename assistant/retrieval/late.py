"""A search that is opened in the background, so that nobody waits for the index before saying hello."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from assistant.retrieval.search import Search


class LateSearch(Search):
    """The search that `opening` returns, opened in a thread of its own; whoever uses it earlier waits for it."""

    def __init__(self, opening: Callable[[], Search]) -> None:
        # the attributes of a search are not set here: they are looked up in the opened one
        self._opened: Future[Search] = Future()
        # a daemon, because a half-built index must not keep the program from ending
        threading.Thread(target=self._open, args=(opening,), daemon=True).start()

    def _open(self, opening: Callable[[], Search]) -> None:
        try:
            self._opened.set_result(opening())
        except BaseException as error:  # noqa: BLE001 - handed over to whoever asks for the search
            self._opened.set_exception(error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_opened"].result(), name)

    async def ready(self) -> None:
        """Wait until it is open, without holding up others; raises what went wrong in opening it."""
        await asyncio.wrap_future(self._opened)
