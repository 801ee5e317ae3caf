"""The embedded PostgreSQL: makes the cluster once, runs it on a private socket only, with a password."""

import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from mappa.embedded import orphans
from mappa.embedded.account import run_as, spawn
from mappa.embedded.errors import EmbeddedError
from mappa.embedded.home import Home

NAME = "mappa"
START_LIMIT = 60.0
STOP_LIMIT = 30.0
# Safe to lose with the machine: for tests and nothing else.
FLEETING = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


class Postgres:
    """One PostgreSQL server over ``pg/`` of a home; ``durable=False`` trades safety for speed (tests)."""

    def __init__(self, home: Home, runtime: Path, *, durable: bool = True) -> None:
        self.home = home
        self.runtime = runtime
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start the server, make cluster and database where missing, and return the database's URL."""
        programs = self.home.postgres_programs()
        password = self.home.secret("postgres.password", beside_data=True)
        cluster = self.home.data / "pg"
        if not (cluster / "PG_VERSION").exists():
            self._make_cluster(programs, cluster, password)
        self.home.make("pg")
        orphans.end(cluster, signum=signal.SIGINT)
        if orphans.PROC.is_dir():
            # After the line above the file is stale for sure; its number may since belong to a stranger.
            (cluster / "postmaster.pid").unlink(missing_ok=True)
        options = ["listen_addresses=", f"unix_socket_directories={self.runtime}", "unix_socket_permissions=0700"]
        options += ["timezone=UTC", "log_timezone=UTC", *(() if self.durable else FLEETING)]
        command: list[str | Path] = [programs / "postgres", "-D", cluster]
        command += [part for option in options for part in ("-c", option)]
        with self.home.log("postgres").open("wb") as log:
            self.process = spawn(self.home.account, command, cwd=cluster, log=log, on_parent_death=signal.SIGINT)
        self._wait_until_ready(self.url("postgres"))
        self._make_database(self.url("postgres"))
        return self.url(NAME)

    def url(self, database: str) -> str:
        """Return the URL of a database; the socket directory is a parameter, which Django and libpq both read."""
        password = self.home.secret("postgres.password", beside_data=True)
        return f"postgres://{NAME}:{quote(password, safe='')}@/{database}?host={quote(str(self.runtime))}"

    def stop(self) -> None:
        """Stop the server with its data written; clients still connected are cut off."""
        if self.process is None:
            return
        for signum in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            self.process.send_signal(signum)
            try:
                self.process.wait(STOP_LIMIT)
            except subprocess.TimeoutExpired:
                continue
        self.process = None

    def _make_cluster(self, programs: Path, cluster: Path, password: str) -> None:
        # Under another name first: a half-made cluster must never be taken for a whole one.
        draft = self.home.make(f"pg-{secrets.token_hex(4)}")
        drop = draft.with_name(f"{draft.name}.password")
        try:
            with os.fdopen(os.open(drop, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(password)
            if self.home.account:
                os.chown(drop, self.home.account.uid, self.home.account.gid)
            command: list[str | Path] = [programs / "initdb", "-D", draft, f"--username={NAME}", f"--pwfile={drop}"]
            command += ["--auth=scram-sha-256", "--no-instructions", *(() if self.durable else ("--no-sync",))]
            command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            result = run_as(self.home.account, command)
            if result.returncode != 0:
                raise EmbeddedError(f"PostgreSQL's initdb failed:\n{result.stdout[-2000:]}")
            if cluster.exists():
                cluster.rmdir()
            draft.rename(cluster)
        finally:
            drop.unlink(missing_ok=True)
            shutil.rmtree(draft, ignore_errors=True)

    def _wait_until_ready(self, url: str) -> None:
        limit = time.monotonic() + START_LIMIT
        while True:
            try:
                psycopg2.connect(url, connect_timeout=5).close()
            except psycopg2.OperationalError as error:
                if self.process is not None and self.process.poll() is None and time.monotonic() < limit:
                    time.sleep(0.05)
                    continue
                log = self.home.log("postgres")
                self.stop()
                tail = log.read_text(errors="replace")[-2000:]
                raise EmbeddedError(f"PostgreSQL did not start. Its log, {log}:\n{tail}") from error
            return

    def _make_database(self, url: str) -> None:
        connection = psycopg2.connect(url)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
                if cursor.fetchone() is None:
                    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        finally:
            connection.close()
