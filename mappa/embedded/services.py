"""Both embedded services as one thing: started together, stopped in order, their addresses as URLs."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from mappa.embedded.home import Home, Lock, RunRecord
from mappa.embedded.postgres import Postgres
from mappa.embedded.redis_server import Redis


@dataclass(frozen=True)
class Services:
    """Where the running services answer; an address is empty when that service was not asked for."""

    home: Home
    database_url: str = ""
    redis_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The addresses as the settings read them."""
        pairs = {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}
        return {name: value for name, value in pairs.items() if value}


@contextmanager
def services(directory: Path, *, postgres: bool = True, redis: bool = True, durable: bool = True) -> Iterator[Services]:
    """Run the services over ``directory`` for the length of the block.

    Raises EmbeddedError, with a sentence, when they already run from there or cannot be started.
    """
    with ExitStack() as stack:
        home = Home.open(directory)
        lock = Lock(home.directory)
        lock.take()
        stack.callback(lock.free)
        record = RunRecord(home.directory)
        record.clear()
        stack.callback(record.clear)
        runtime = home.runtime_directory()
        record.write({"runtime": str(runtime)})
        database_url = redis_url = ""
        if postgres:
            database = Postgres(home, runtime, durable=durable)
            stack.callback(database.stop)
            database_url = database.start()
        if redis:
            store = Redis(home, runtime, durable=durable)
            stack.callback(store.stop)
            redis_url = store.start()
        running = Services(home, database_url, redis_url)
        record.write({"runtime": str(runtime), **running.environment})
        yield running


def running_environment(directory: Path) -> dict[str, str]:
    """Return the addresses noted by the launcher that runs now, or nothing when none does."""
    lock = Lock(directory)
    if not lock.path.exists() or lock.is_free():
        return {}
    return {name: value for name, value in RunRecord(directory).read().items() if name.endswith("_URL")}
