"""What stands in deploy/ fits the program: paths exist, commands parse, one port, one folder, nobody is root."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import PurePosixPath

from bot.__main__ import _parser
from tests.rules.source import ROOT
from tests.rules.test_docs import blocks

UNIT, IMAGE = ROOT / "deploy" / "zhiban.service", ROOT / "deploy" / "Containerfile"
FOLDER = "/var/lib/zhiban"


def unit() -> configparser.ConfigParser:
    """The unit as systemd reads it."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names are written as they are
    parser.read(UNIT, encoding="utf-8")
    return parser


def steps() -> list[tuple[str, str]]:
    """The instructions of the container file, each on one line."""
    text = re.sub(r"^#.*\n", "", IMAGE.read_text(encoding="utf-8"), flags=re.MULTILINE).replace("\\\n", "")
    return [(found[1], " ".join(found[2].split())) for found in re.finditer(r"^([A-Z]+) (.*)$", text, re.MULTILINE)]


def of(instruction: str) -> list[str]:
    """What one instruction is given, each time."""
    return [given for name, given in steps() if name == instruction]


def test_the_unit_starts_the_program_in_its_own_folder() -> None:
    service = unit()["Service"]
    program, *arguments = service["ExecStart"].split()
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert PurePosixPath(program).name in scripts
    wanted = _parser().parse_args(arguments)
    assert wanted.config.as_posix() == f"{FOLDER}/zhiban.toml"
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}" == FOLDER


def test_the_unit_may_write_nowhere_else_and_never_gives_up() -> None:
    sections = unit()
    service = sections["Service"]
    assert service["User"] != "root"
    assert (service["ProtectSystem"], service["NoNewPrivileges"], service["Restart"]) == ("strict", "yes", "always")
    assert service["CapabilityBoundingSet"] == ""
    assert sections["Unit"]["StartLimitIntervalSec"] == "0"
    assert "ReadWritePaths" not in service


def test_the_image_is_built_from_files_that_exist() -> None:
    copied = [given.split()[:-1] for given in of("COPY") if "--from" not in given]
    sources = [one for names in copied for one in names]
    assert [one for one in sources if not (ROOT / one).exists()] == []
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(wheel["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= set(sources)
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = [line[1:] for line in lines if line.startswith("!")]
    assert [one for one in sources if not any(fnmatch(one, pattern) for pattern in let_in)] == []


def test_docker_and_podman_send_the_same_files() -> None:
    """podman and buildah take .containerignore first, docker one beside the container file; so there is one for all."""
    others = (ROOT / ".containerignore", IMAGE.with_name("Containerfile.dockerignore"))
    assert [one.name for one in others if one.exists()] == []
    (built,) = [one for one in blocks(ROOT / "docs" / "set-up.md", "sh") if "podman build" in one]
    assert "podman build --format docker " in built, "an image of the other format has no health check"


def test_the_image_holds_what_the_lock_of_the_run_names_and_nothing_else() -> None:
    fetched, built = (re.split(r" && ", given) for given in of("RUN")[:2])
    into = [one for one in fetched if one.startswith("/opt/zhiban/bin/pip install ")]
    assert len(into) == 1
    assert into[0].endswith("--require-hashes --requirement requirements-run.lock")
    instructions = [name if name != "ENV" else given for name, given in steps()]
    assert instructions.index("PIP_NO_INDEX=1") < len(instructions) - instructions[::-1].index("RUN") - 1
    assert all("--no-deps" in one for one in built if "/pip " in one and " check" not in one)
    (kept,) = [given for given in of("COPY") if "--from" in given]
    assert kept.split()[1:] == ["/opt/zhiban", "/opt/zhiban"], "what built it stays behind"


def test_the_image_runs_the_program_as_somebody_else_on_the_volume() -> None:
    (start,), (command,) = of("ENTRYPOINT"), of("CMD")
    assert json.loads(start) == ["zhiban"]
    _parser().parse_args(json.loads(command))
    assert of("USER") == ["zhiban"]
    assert of("WORKDIR")[-1] == FOLDER
    assert of("VOLUME") == [FOLDER]


def test_one_port_is_opened_told_and_asked() -> None:
    (port,) = of("EXPOSE")
    assert f"ZHIBAN_WEB__PORT={port}" in of("ENV")[-1].split()
    (health,) = of("HEALTHCHECK")
    assert f"http://127.0.0.1:{port}/health" in health
