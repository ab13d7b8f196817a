"""A browser tab without a browser: the web socket and the cookie, and what the page would show."""

import asyncio
from collections.abc import Callable
from typing import Any, Self
from uuid import uuid4

import aiohttp
import socketio

PATIENCE = 15.0


class Tab:
    """Speaks as Chainlit's page does and keeps what it is sent."""

    def __init__(
        self, url: str, thread: str = "", narrow: bool = False, session: str = "", headers: dict[str, str] | None = None
    ) -> None:
        self.url, self.resumes, self.narrow, self.headers = url, thread, narrow, headers or {}
        self.session = session or str(uuid4())
        self.thread = thread
        self.bubbles: dict[str, dict[str, Any]] = {}
        self.actions: dict[str, dict[str, Any]] = {}
        self.elements: dict[str, dict[str, Any]] = {}
        self.news: dict[str, Any] = {}
        self.hints: list[str] = []
        self.working = False

    async def __aenter__(self) -> Self:
        self.http = aiohttp.ClientSession(self.url, cookie_jar=aiohttp.CookieJar(unsafe=True))
        async with self.http.post("/auth/header") as answer:
            assert answer.status == 200
        self.cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in self.http.cookie_jar)
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.disconnect()
        await self.http.close()

    async def connect(self) -> None:
        self.sio = socketio.AsyncClient(reconnection=False)
        for name in ("new_message", "update_message", "delete_message", "action", "remove_action", "element", "window_message",
                     "first_interaction", "resume_thread", "toast", "task_start", "task_end"):  # fmt: skip
            self.sio.on(name, getattr(self, f"_{name}"))
        auth = {
            "sessionId": self.session,
            "clientType": "webapp",
            "threadId": self.resumes,
            "userEnv": "{}",
            "chatProfile": "",
        }
        headers = {"Cookie": f"{self.cookies}; journey_narrow={int(self.narrow)}", **self.headers}
        await self.sio.connect(
            self.url,
            socketio_path="/ws/socket.io",
            transports=["websocket"],
            wait_timeout=10,
            auth=auth,
            headers=headers,
        )
        await self.sio.emit("connection_successful")

    async def disconnect(self) -> None:
        await self.sio.disconnect()

    # What comes in.

    def _new_message(self, step: dict[str, Any]) -> None:
        if "message" in step["type"]:
            self.bubbles[step["id"]] = step

    _update_message = _new_message

    def _delete_message(self, step: dict[str, Any]) -> None:
        self.bubbles.pop(step["id"], None)

    def _action(self, action: dict[str, Any]) -> None:
        self.actions[action["id"]] = action

    def _remove_action(self, action: dict[str, Any]) -> None:
        self.actions.pop(action["id"], None)

    def _element(self, element: dict[str, Any]) -> None:
        self.elements[element["id"]] = element

    def _window_message(self, message: dict[str, Any]) -> None:
        self.news.update(message["journey"])

    def _first_interaction(self, event: dict[str, Any]) -> None:
        self.thread = event["thread_id"]

    def _resume_thread(self, thread: dict[str, Any]) -> None:
        self.bubbles = {step["id"]: step for step in thread["steps"]}
        self.elements = {element["id"]: element for element in thread["elements"]}

    def _toast(self, toast: dict[str, Any]) -> None:
        self.hints.append(toast["message"])

    def _task_start(self, _: object = None) -> None:
        self.working = True

    def _task_end(self, _: object = None) -> None:
        self.working = False

    # What goes out.

    async def write(self, text: str, files: tuple[str, ...] = ()) -> str:
        """Send a message and do not wait for the answer."""
        message = {"id": str(uuid4()), "name": "owner", "type": "user_message", "output": text, "createdAt": ""}
        self.bubbles[message["id"]] = message  # as the page shows it before the server has it
        await self.sio.emit("client_message", {"message": message, "fileReferences": [{"id": id} for id in files]})
        return message["id"]

    async def say(self, text: str, files: tuple[str, ...] = ()) -> str:
        """Send a message and return the words of the answer."""
        before = len(self.replies)
        await self.write(text, files)
        await self.until(lambda: len(self.replies) > before)
        await self.quiet()
        return self.replies[-1]

    async def press(self, label: str) -> int:
        """Click the button called `label`; return the status."""
        action = next(action for action in self.actions.values() if action["label"] == label)
        return await self.send_action(action)

    async def send_action(self, action: dict[str, Any]) -> int:
        async with self.http.post("/project/action", json={"action": action, "sessionId": self.session}) as answer:
            await answer.read()
        await self.quiet()
        return answer.status

    async def upload(self, name: str, content: bytes, mime: str) -> tuple[int, dict[str, Any]]:
        form = aiohttp.FormData()
        form.add_field("file", content, filename=name, content_type=mime)
        async with self.http.post("/project/file", params={"session_id": self.session}, data=form) as answer:
            return answer.status, await answer.json(content_type=None) if answer.status == 200 else {}

    async def stop(self) -> None:
        await self.sio.emit("stop")

    async def window(self, news: object) -> None:
        await self.sio.emit("window_message", {"journey": news})

    # What is seen.

    @property
    def words(self) -> list[str]:
        return [bubble["output"] for bubble in self.bubbles.values()]

    @property
    def replies(self) -> list[str]:
        return [bubble["output"] for bubble in self.bubbles.values() if bubble["type"] == "assistant_message"]

    @property
    def labels(self) -> list[str]:
        return [action["label"] for action in self.actions.values()]

    @property
    def map(self) -> dict[str, Any] | None:
        """The newest drawing of the map, wherever it stands."""
        maps = [element for element in self.elements.values() if element["name"] == "JourneyMap"]
        return maps[-1] if maps else None

    async def until(self, seen: Callable[[], object], patience: float = PATIENCE) -> None:
        for _ in range(int(patience / 0.02)):
            if seen():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"not seen; bubbles: {self.words}; buttons: {self.labels}")

    async def quiet(self) -> None:
        """Wait until what follows an answer has arrived."""
        await self.until(lambda: not self.working)
        await asyncio.sleep(0.1)
