"""Image and compose file: no secret inside, nothing runs as root, everything pinned and watched; the steps are real."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from mappa.embedded import services

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
BUILD = (ROOT / "scripts" / "image_build.sh").read_text()
SENSITIVE = re.compile("PASSWORD|SECRET|KEY|_URL")


def test_compose_has_every_part_of_the_product() -> None:
    assert set(SERVICES) == {"postgres", "redis", "clamav", "migrate", "web", "worker", "beat"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_secret_comes_from_the_environment_and_its_absence_stops_the_start(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        if SENSITIVE.search(variable):
            assert "${" in value, variable
            # Whatever is left once the references are taken out must not hold a password.
            literal = re.sub(r"\$\{[^}]*\}", "", value)
            assert re.fullmatch(r"|postgres://mappa_\w+:@postgres:5432/mappa|redis://:@redis:6379/0", literal)
            assert re.findall(r"\$\{(\w+):(?!\?)", value) == [], f"{variable} has a default"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_watched_unless_it_runs_once(name: str) -> None:
    service = SERVICES[name]
    once = service.get("restart") == "no"
    assert once is (name == "migrate")
    assert once or service["healthcheck"]["test"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_unprivileged_from_a_pinned_image(name: str) -> None:
    service = SERVICES[name]
    assert service["user"] not in {"root", "0", "0:0"}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"(?:[a-z]+/)?[a-z]+:\d+\.\d+[.\w-]*", service["image"])


def test_only_the_web_server_is_published_and_on_this_machine_only() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:${PORT:-8000}:8000"]
    }
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_there_is_one_beat_and_everything_waits_for_the_migration() -> None:
    assert [name for name, service in SERVICES.items() if "beat" in service.get("command", [])] == ["beat"]
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert SERVICES[name]["environment"]["DJANGO_SETTINGS_MODULE"] == "mappa.settings.production"


def test_the_image_does_exactly_the_steps_of_the_script() -> None:
    steps = re.findall(r"^RUN (.*)$", DOCKERFILE, re.MULTILINE)
    assert steps == [f"sh scripts/image_build.sh {word}" for word in ("system", "python", "static")]
    assert re.findall(r"^(\w+)\)$", BUILD, re.MULTILINE) == ["system", "python", "static"]


def test_the_image_ends_as_an_ordinary_account_on_a_pinned_base() -> None:
    assert re.search(r"^FROM python:3\.11\.\d+-slim-\w+$", DOCKERFILE, re.MULTILINE)
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert "--uid 10001" in BUILD


def test_no_secret_and_no_data_enter_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", ".env.*", "var", ".git", ".venv"} <= set(ignored)


def test_the_build_installs_the_libraries_that_the_tests_look_for() -> None:
    checked = (ROOT / "scripts" / "system_packages.py").read_text()
    packages = re.findall(r"lib[\w.-]+", next(line for line in BUILD.splitlines() if "apt-get install" in line))
    assert packages
    assert [package for package in packages if f'"{package}"' not in checked] == []


def test_the_static_step_of_the_image_works() -> None:
    # Without the compression, which takes half a minute; a missing file or a broken reference fails all the same.
    result = subprocess.run(
        ["/bin/sh", "scripts/image_build.sh", "static"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VENV": sys.prefix, "STATIC_SETTINGS": "mappa.settings.development"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert (ROOT / "staticfiles" / "staticfiles.json").is_file()


def test_every_pin_of_the_runtime_is_the_same_in_development() -> None:
    runtime, development = (
        set(re.findall(r"^([\w.\[\]-]+==\S+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert runtime
    assert runtime - development == set()
    assert [pin for pin in development if pin.startswith("psycopg==")] == []


def test_the_products_role_can_write_rows_but_not_truncate_or_change_the_schema() -> None:
    with tempfile.TemporaryDirectory(prefix="mappa-try-") as folder, services(Path(folder), redis=False) as running:
        owner = running.database_url
        result = subprocess.run(  # noqa: S603 - our own script
            ["/bin/sh", str(ROOT / "scripts" / "database_roles.sh")],
            env={
                "PATH": f"{running.home.postgres_programs()}{os.pathsep}{os.environ['PATH']}",
                "POSTGRES_USER": "mappa",
                "POSTGRES_DB": "mappa",
                "APP_DATABASE_PASSWORD": "it's $ecret",
                "PGHOST": owner.rsplit("?host=", 1)[1],
                "PGPASSWORD": running.home.secret("postgres.password", beside_data=True),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        with psycopg2.connect(owner) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE made_by_a_migration (id int GENERATED ALWAYS AS IDENTITY, note text)")
        product = psycopg2.connect(owner, user="mappa_app", password="it's $ecret")
        product.autocommit = True
        with product.cursor() as cursor:
            cursor.execute("INSERT INTO made_by_a_migration (note) VALUES ('x')")
            cursor.execute("UPDATE made_by_a_migration SET note = 'y'")
            cursor.execute("SELECT count(*) FROM made_by_a_migration")
            assert cursor.fetchone() == (1,)
            change = "ALTER TABLE made_by_a_migration DISABLE TRIGGER ALL"
            for refused in ("TRUNCATE made_by_a_migration", change, "CREATE TABLE t ()"):
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    cursor.execute(refused)
        product.close()
        connection.close()
