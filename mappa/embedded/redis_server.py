"""The embedded Redis: on a private socket only, appending every write to disk, never evicting a queued task."""

import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from mappa.embedded import orphans
from mappa.embedded.account import spawn
from mappa.embedded.errors import EmbeddedError
from mappa.embedded.home import Home

START_LIMIT = 30.0
STOP_LIMIT = 15.0


class Redis:
    """One Redis server over ``redis/`` of a home; ``durable=False`` keeps nothing on disk (tests)."""

    def __init__(self, home: Home, runtime: Path, *, durable: bool = True) -> None:
        self.home = home
        self.socket = runtime / "redis.sock"
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address as redis-py writes it; ``celery_url`` gives Celery's spelling of the same."""
        return f"unix://{quote(str(self.socket))}"

    def start(self) -> str:
        """Start the server and return its URL."""
        data = self.home.make("redis")
        orphans.end(data, signum=signal.SIGTERM)
        command: list[str | Path] = [self.home.redis_program()]
        command += ["--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        command += ["--dir", "./", "--appendonly", "yes" if self.durable else "no", "--save", ""]
        command += ["--maxmemory-policy", "noeviction", "--daemonize", "no", "--databases", "4"]
        with self.home.log("redis").open("wb") as log:
            self.process = spawn(self.home.account, command, cwd=data, log=log, on_parent_death=signal.SIGTERM)
        self._wait_until_ready()
        return self.url

    def stop(self) -> None:
        """Stop the server with its data written."""
        if self.process is None:
            return
        for signum in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            self.process.send_signal(signum)
            try:
                self.process.wait(STOP_LIMIT)
            except subprocess.TimeoutExpired:
                continue
        self.process = None

    def _wait_until_ready(self) -> None:
        limit = time.monotonic() + START_LIMIT
        while not self._answers():
            if self.process is None or self.process.poll() is not None or time.monotonic() > limit:
                log = self.home.log("redis")
                self.stop()
                raise EmbeddedError(f"Redis did not start. Its log, {log}:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        # While it still reads its file Redis answers -LOADING, so a connection alone says too little.
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(2)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False
