"""A real PostgreSQL server for one run of the tests, from the system's own package; nothing of it stays behind."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

_OWNER = "postgres"


@dataclass(frozen=True)
class Server:
    """A running server that lets anybody on this machine in."""

    programs: Path
    port: int

    def database(self) -> str:
        """Make an empty database and return its address."""
        name = f"journey_{uuid4().hex}"
        _run(self.programs / "createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", _OWNER, name)
        return f"postgresql+asyncpg://{_OWNER}@127.0.0.1:{self.port}/{name}"


def programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, None where it is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders else None


@contextmanager
def serving(programs: Path) -> Iterator[Server]:
    """Run a server with data of its own on a free port of the loopback."""
    folder = Path(tempfile.mkdtemp(prefix="journey-postgres-"))
    port = _free_port()
    if os.geteuid() == 0:  # because the server refuses to run as root
        owner = pwd.getpwnam(_OWNER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = str(folder / "data")
    try:
        _run(
            programs / "initdb", "-D", data, "-U", _OWNER, "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        _run(programs / "pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield Server(programs, port)
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str | Path) -> None:
    user = _OWNER if os.geteuid() == 0 else None
    subprocess.run([str(part) for part in command], check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
