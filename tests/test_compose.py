"""docker-compose.yml and the Dockerfile: valid, without a secret, and running what the tests run."""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import services

ROOT = services.ROOT
SECRETS = {"SECRET_KEY": "a-secret-of-this-test", "POSTGRES_PASSWORD": "a-password-of-this-test"}


def compose(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    try:
        program = services.program("docker-compose")
    except services.Missing as missing:
        pytest.skip(str(missing))
    with tempfile.NamedTemporaryFile() as empty:  # in place of a developer's own .env
        command = [program, "--env-file", empty.name, "-f", str(ROOT / "docker-compose.yml"), *words]
        path = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
        return subprocess.run(command, env=path | env, capture_output=True, text=True, cwd=ROOT)


@pytest.fixture(scope="module")
def resolved() -> dict[str, Any]:
    done = compose("config", **SECRETS)
    assert done.returncode == 0, done.stderr
    return dict(yaml.safe_load(done.stdout))


def test_debians_docker_compose_accepts_the_file(resolved: dict[str, Any]) -> None:
    assert set(resolved["services"]) == {"web", "worker", "beat", "postgres", "redis"}


def test_every_service_has_a_health_check(resolved: dict[str, Any]) -> None:
    assert all(service.get("healthcheck") for service in resolved["services"].values())


@pytest.mark.parametrize("name", SECRETS)
def test_a_missing_secret_stops_it_and_is_named(name: str) -> None:
    rest = {key: value for key, value in SECRETS.items() if key != name}
    done = compose("config", **rest)
    assert done.returncode != 0
    assert name in done.stderr


def test_the_file_holds_no_secret() -> None:
    file = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    for name, service in file["services"].items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"KEY|PASSWORD|SECRET|TOKEN", variable):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", str(value)), f"{name} sets {variable}"
            assert not re.search(r"://[^$/]*:[^$/]+@", str(value)), f"{name} has a password in {variable}"


def test_the_services_start_by_the_commands_that_the_tests_run(resolved: dict[str, Any]) -> None:
    setup, web = shlex.join(services.SETUP_COMMAND), shlex.join(services.WEB_COMMAND)
    commands = {name: tuple(service.get("command", ())) for name, service in resolved["services"].items()}
    assert commands["web"] == ("sh", "-c", f"{setup} && exec {web}")
    assert commands["worker"] == services.WORKER_COMMAND
    assert commands["beat"] == services.BEAT_COMMAND


def test_the_image_serves_by_the_same_command_and_not_as_root() -> None:
    stages = (ROOT / "Dockerfile").read_text().split("\nFROM ")
    last = stages[-1].splitlines()
    users = [line.split()[1] for line in last if line.startswith("USER ")]
    commands = [yaml.safe_load(line.removeprefix("CMD ")) for line in last if line.startswith("CMD ")]
    assert users and users[-1] not in {"root", "0"}
    assert commands == [list(services.WEB_COMMAND)]


def test_the_image_copies_only_what_is_there_and_not_ignored() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY ") and "--from=" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source
                assert Path(source).parts[0] in kept, source


def test_every_variable_that_compose_sets_is_one_that_the_site_reads(resolved: dict[str, Any]) -> None:
    from tests.test_docs import variables_read

    for name in ("web", "worker", "beat"):
        assert set(resolved["services"][name]["environment"]) <= variables_read()
