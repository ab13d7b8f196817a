"""A chat server in a process of its own: on a free port, with its own data folder, to be stopped or killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FAKE_APP = Path(__file__).with_name("fake_app.py")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class ChatServer:
    """Serves `target`, the real app if None; `data_dir` outlives a restart."""

    data_dir: Path
    target: Path | None = None
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "ChatServer":
        env = {name: value for name, value in os.environ.items() if not name.startswith(("JOURNEY_", "CHAINLIT_"))}
        env["JOURNEY_DATA_DIR"] = str(self.data_dir)
        target = [str(self.target)] if self.target else []
        command = [sys.executable, "-m", "tests.web.serve", str(self.port), *target]
        self.log = (self.data_dir / "server.log").open("a")
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=self.log, stderr=self.log, text=True)
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.url}/health", timeout=1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError("The server did not start:\n" + self.said())

    def said(self) -> str:
        return (self.data_dir / "server.log").read_text()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        self.log.close()

    def kill(self) -> None:
        self.stop(signal.SIGKILL)
