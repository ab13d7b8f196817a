"""Starts the chat page from anywhere: a checkout or an installed copy, on this machine only."""

import ipaddress
import logging
import os
import shutil
import socket
import sys
import time
from pathlib import Path

from assistant.errors import BadInput, Unavailable
from assistant.paths import shipped
from assistant.settings import Settings, load_settings
from assistant.words import load_words

_SHIPPED = (".chainlit/config.toml", ".chainlit/translations/en-US.json", "chainlit.md", "public")
_OTHER_DOORS = (
    "CHAINLIT_CUSTOM_AUTH", "CHAINLIT_ROOT_PATH", "CHAINLIT_SSL_CERT", "CHAINLIT_SSL_KEY", "DISCORD_BOT_TOKEN",
    "LITERAL_API_KEY", "SLACK_BOT_TOKEN", "TEAMS_APP_ID",
)  # fmt: skip
"""Variables by which Chainlit would open doors that this product does not have."""


def serve(host: str = "127.0.0.1", port: int = 8000, target: Path | None = None) -> None:
    """Serve the chat page until it is stopped; `target` is the app's file, ours by default.

    BadInput: the address is not on this machine, or the port is taken. Unavailable: nothing can be written.
    """
    settings = load_settings()
    address = _loopback(host)
    _free(address, port)
    _set_environment(settings, _prepare_root(settings, port), address, port)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    from chainlit.cli import run_chainlit  # imported late, because it reads the environment and writes files
    from chainlit.config import config

    from assistant.web.hardening import harden

    logging.getLogger("chainlit").setLevel(logging.ERROR)
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.WARNING)  # because some libraries set their own loggers to say more
    config.run.headless = True
    harden(_names(address, port))
    run_chainlit(str(target or Path(__file__).resolve().parent.parent / "app.py"))


def _loopback(host: str) -> str:
    """Return `host` as an address of this machine; whoever reaches the page is its owner, so nobody else may."""
    if host == "localhost":
        return "127.0.0.1"
    try:
        if ipaddress.ip_address(host.strip("[]")).is_loopback:
            return host.strip("[]")
    except ValueError:
        pass
    raise BadInput(load_words("page")("not_loopback", host=host))


def _shown(address: str) -> str:
    """Return an address as it stands in a URL."""
    return f"[{address}]" if ":" in address else address


def _names(address: str, port: int) -> frozenset[str]:
    names = (_shown(address), "localhost")
    return frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset())


def _free(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except (OSError, OverflowError) as error:
            raise BadInput(load_words("page")("port_taken", port=port)) from error


def _prepare_root(settings: Settings, port: int) -> Path:
    """Lay out the folder that Chainlit writes to: its own for each port, because servers empty it when they stop."""
    root = settings.data_dir / "page" / str(port)
    try:
        shutil.rmtree(root, ignore_errors=True)
        for name in _SHIPPED:
            source, copy = shipped(name), root / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, copy)
            else:
                shutil.copyfile(source, copy)
    except OSError as error:
        raise Unavailable(load_words("page")("no_data_dir", path=settings.data_dir)) from error
    return root


def _set_environment(settings: Settings, root: Path, address: str, port: int) -> None:
    from assistant.web.secret import cookie_key

    for name in _OTHER_DOORS:
        os.environ.pop(name, None)
    os.environ.update(
        CHAINLIT_APP_ROOT=str(root),
        CHAINLIT_HOST=address,
        CHAINLIT_PORT=str(port),
        CHAINLIT_AUTH_SECRET=cookie_key(settings.data_dir),
        CHAINLIT_AUTH_COOKIE_NAME=f"journey_{port}",  # because browsers share cookies between ports
        TZ="UTC",  # because Chainlit writes local times as if they were UTC
    )
    if hasattr(time, "tzset"):
        time.tzset()
