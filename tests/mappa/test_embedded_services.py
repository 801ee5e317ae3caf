"""The embedded services start from any path, one launcher at a time, and come back after the worst of ends."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import environ
import psycopg2
import pytest
import redis

from mappa.embedded import EmbeddedError, services
from mappa.embedded.home import Home, RunRecord
from mappa.embedded.services import running_environment

ROOT = Path(__file__).resolve().parent.parent.parent
HOLD = """
import sys, time
from pathlib import Path
from mappa.embedded import services
with services(Path(sys.argv[1])) as running:
    print(running.database_url, running.redis_url, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A directory that the servers' account can enter even under root, unlike pytest's own temporary directories."""
    path = Path(tempfile.mkdtemp(prefix="mappa-try-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def ask(url: str, question: str) -> object:
    """Ask the database one thing."""
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None
    finally:
        connection.close()


def hold_in_another_process(directory: Path) -> tuple[subprocess.Popen[str], str, str]:
    """Start the services from a launcher of its own and return it with the two addresses."""
    launcher = subprocess.Popen(  # noqa: S603 - our own launcher
        [sys.executable, "-c", HOLD, str(directory)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert launcher.stdout
    database_url, redis_url = launcher.stdout.readline().split()
    return launcher, database_url, redis_url


def soon(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Tell whether the condition comes true in time."""
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("name", ["a folder with a space", "long" * 38, 'quote\'s "and" dollar$'])
def test_services_start_from_an_awkward_path_and_keep_their_data(folder: Path, name: str) -> None:
    directory = folder / name / "var"
    directory.parent.mkdir()
    with services(directory) as first:
        ask(first.database_url, "CREATE TABLE kept AS SELECT 42 AS answer")
        redis.Redis.from_url(first.redis_url).set("kept", "yes")
    with services(directory) as second:
        assert ask(second.database_url, "SELECT answer FROM kept") == 42
        assert redis.Redis.from_url(second.redis_url).get("kept") == b"yes"


def test_services_come_back_after_their_launcher_was_killed(folder: Path) -> None:
    launcher, database_url, redis_url = hold_in_another_process(folder / "var")
    ask(database_url, "CREATE TABLE kept AS SELECT 7 AS answer")
    redis.Redis.from_url(redis_url).set("kept", "yes")
    launcher.kill()
    launcher.communicate()
    with services(folder / "var") as again:
        assert ask(again.database_url, "SELECT answer FROM kept") == 7
        assert redis.Redis.from_url(again.redis_url).get("kept") == b"yes"


def test_servers_end_when_their_launcher_is_killed(folder: Path) -> None:
    launcher, database_url, redis_url = hold_in_another_process(folder / "var")
    client = redis.Redis.from_url(redis_url)
    pids = [int(str(ask(database_url, "SELECT pg_backend_pid()"))), int(client.info()["process_id"])]
    postmaster = int((Home.open(folder / "var").data / "pg" / "postmaster.pid").read_text().split()[0])
    launcher.kill()
    launcher.communicate()
    assert soon(lambda: not any(Path(f"/proc/{pid}").exists() for pid in [*pids, postmaster]))


def test_a_stale_pid_file_that_names_a_living_stranger_does_not_stop_the_start(folder: Path) -> None:
    with services(folder / "var", redis=False) as running:
        cluster = running.home.data / "pg"
        content = (cluster / "postmaster.pid").read_text()
    # After a restart of the machine the number may belong to anything, here to this test.
    (cluster / "postmaster.pid").write_text(content.replace(content.split()[0], str(os.getpid()), 1))
    with services(folder / "var", redis=False) as again:
        assert ask(again.database_url, "SELECT 1") == 1


def test_a_cluster_left_half_made_is_not_taken_for_a_whole_one(folder: Path) -> None:
    with services(folder / "var", redis=False) as running:
        cluster = running.home.data / "pg"
    shutil.rmtree(cluster)
    cluster.mkdir()
    with services(folder / "var", redis=False) as again:
        assert ask(again.database_url, "SELECT 1") == 1


def test_two_checkouts_run_side_by_side(folder: Path) -> None:
    with services(folder / "one") as one, services(folder / "two") as two:
        ask(one.database_url, "CREATE TABLE here ()")
        assert ask(two.database_url, "SELECT to_regclass('here')") is None
        redis.Redis.from_url(one.redis_url).set("here", "1")
        assert redis.Redis.from_url(two.redis_url).get("here") is None


def test_a_second_launcher_in_one_checkout_is_refused_with_a_sentence(folder: Path) -> None:
    with services(folder / "var", redis=False) as first:
        with pytest.raises(EmbeddedError, match="already running: stop that demo first"), services(folder / "var"):
            pass
        assert ask(first.database_url, "SELECT 1") == 1


def test_the_addresses_are_known_to_other_commands_only_while_the_services_run(folder: Path) -> None:
    with services(folder / "var", redis=False) as running:
        assert running_environment(running.home.directory) == {"DATABASE_URL": running.database_url}
        runtime = Path(RunRecord(running.home.directory).read()["runtime"])
        assert runtime.is_dir()
    assert running_environment(folder / "var") == {}
    assert not runtime.exists()


def test_a_private_folder_above_keeps_its_mode(folder: Path) -> None:
    home = folder / "somebody"
    home.mkdir(mode=0o700)
    with services(home / "checkout" / "var") as running:
        data = running.home.data
        assert ask(running.database_url, "SELECT 1") == 1
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
    with services(home / "checkout" / "var", redis=False) as again:
        assert again.home.data == data
    if again.home.is_elsewhere:
        shutil.rmtree(data)


def test_programs_that_the_account_cannot_reach_run_from_a_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mappa.embedded.home.can_run", lambda account, program: False)
    for _ in range(2):
        with services(folder / "var") as running:
            assert ask(running.database_url, "SELECT 1") == 1
            assert redis.Redis.from_url(running.redis_url).ping()
            assert running.home.redis_program().is_relative_to(running.home.data)
    assert len(list((running.home.data / "programs").iterdir())) == 2


def test_neither_secret_nor_socket_is_open_to_others(folder: Path) -> None:
    with services(folder / "var") as running:
        runtime = Path(RunRecord(running.home.directory).read()["runtime"])
        private = [runtime, running.home.data / "pg", running.home.data / "redis"]
        private += [running.home.data / "postgres.password", running.home.directory / "running.json"]
        assert [path.name for path in private if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
        assert ask(running.database_url, "SHOW listen_addresses") == ""
        assert ask(running.database_url, "SHOW password_encryption") == "scram-sha-256"


def test_a_wrong_password_is_refused(folder: Path) -> None:
    with services(folder / "var", redis=False) as running:
        wrong = running.database_url.replace("postgres://mappa:", "postgres://mappa:x")
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            ask(wrong, "SELECT 1")


def test_the_settings_read_the_address_of_the_socket(folder: Path) -> None:
    with services(folder / "var", redis=False) as running:
        read = environ.Env.db_url_config(running.database_url)
        connection = psycopg2.connect(
            dbname=read["NAME"], user=read["USER"], password=read["PASSWORD"], **read["OPTIONS"]
        )
        connection.close()


def test_text_is_utf8_and_sorts_by_code_point(folder: Path) -> None:
    with services(folder / "var", redis=False) as running:
        assert ask(running.database_url, "SHOW server_encoding") == "UTF8"
        assert ask(running.database_url, "SELECT upper('é') || (ARRAY['a' < 'é', 'Z' < 'a'])::text") == "É{t,t}"


def test_redis_keeps_what_is_queued_and_evicts_nothing(folder: Path) -> None:
    with services(folder / "var", postgres=False) as running:
        client = redis.Redis.from_url(running.redis_url)
        settings = client.config_get("appendonly") | client.config_get("maxmemory-policy") | client.config_get("port")
        assert settings == {"appendonly": "yes", "maxmemory-policy": "noeviction", "port": "0"}


def test_only_psycopg2_can_be_imported() -> None:
    from importlib.util import find_spec

    assert find_spec("psycopg2")
    assert find_spec("psycopg") is None, "Django would silently prefer it"
