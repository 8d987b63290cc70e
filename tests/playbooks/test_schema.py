"""The schema for editors takes what the reader takes and refuses what it refuses of form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.playbook import Answer, Call, Called, Lane, Playbook, Question, Step, Words
from bot.playbooks.commands import TEMPLATES, schema
from bot.read.fault import FaultsError
from bot.read.playbook import read_playbook
from bot.read.playbook_schema import playbook_schema
from tests.playbooks.validating import wrong
from tests.read.lift import LIFT

SCHEMA = playbook_schema()
FILES = sorted((TEMPLATES / "playbooks").glob("*.yaml"))
RUNNING = {"attached", "of", "person"}
"""What only the copy of a running incident has."""
QUOTED = (
    LIFT.replace("{id: no,", '{id: "no",')
    .replace("en: No}", 'en: "No"}')
    .replace("{zh: 1, en: 1}", '{zh: "1", en: "1"}')
)


class _AsEditors(yaml.SafeLoader):
    """YAML 1.2 as editors read it: yes, no, on and off are words."""


for _first in "yYnNoO":
    _found = _AsEditors.yaml_implicit_resolvers.get(_first, [])
    _AsEditors.yaml_implicit_resolvers = {
        **_AsEditors.yaml_implicit_resolvers,
        _first: [one for one in _found if not one[0].endswith(":bool")],
    }


def read(text: str) -> object:
    """What an editor sees."""
    return yaml.load(text, Loader=_AsEditors)


def table(name: str) -> Mapping[str, Any]:
    """The keys of a table of the schema."""
    properties: Mapping[str, Any] = SCHEMA["$defs"][name]["properties"]
    return properties


def test_it_stands_beside_the_playbooks_as_it_is_printed() -> None:
    stored = (TEMPLATES / "playbooks" / "playbook.schema.json").read_text(encoding="utf-8")
    assert stored == f"{schema()}\n", "zhiban playbooks schema > templates/playbooks/playbook.schema.json"


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (Playbook, SCHEMA["properties"]),
        (Words, SCHEMA["properties"]["words"]["properties"]),
        (Question, table("question")),
        (Answer, table("answer")),
        (Called, table("called")),
        (Lane, table("lane")),
        (Step, table("step")),
        (Call, table("call")),
    ],
)
def test_it_knows_every_key(kind: type[Step], keys: Mapping[str, object]) -> None:
    assert {field.name for field in fields(kind)} - RUNNING == keys.keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_playbook_of_the_library_fits(file: Path) -> None:
    assert wrong(read(file.read_text(encoding="utf-8")), SCHEMA, SCHEMA) == []


def test_the_small_one_fits() -> None:
    assert wrong(read(QUOTED), SCHEMA, SCHEMA) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("icon:", "ikon: x\nicon:", "/ikon unknown"),
        ("zh: 坐下", "de: sitz, zh: 坐下", "/de unknown"),
        ("        life: true", "        alive: true", "/alive unknown"),
        ("icon: 🛗\n", "", " required"),
        ("{zh: 电梯困人, en: Lift entrapment}", "{zh: 电梯困人}", "/names required"),
        ("{zh: 电梯困人, en: Lift entrapment}", "电梯困人", "/names type"),
        ("        department: control\n", "", "/lanes/0/steps/0 anyOf"),
        ("  - {department: engineering}", "  - {scene: true}", "/called/0 anyOf"),
        ("family: accident", "family: accidents", "/family enum"),
        ("urgency: emergency", "urgency: high", "/urgency enum"),
        ("evidence: number", "evidence: video", "/evidence enum"),
        ("limit: 1m", "notice: lifted", "/notice enum"),
        ("reports: [R1]", "reports: [R9]", "/reports/0 enum"),
        ("reports: [R1]", "reports: []", "/reports minItems"),
        ("level: 2", "command: boss", "/command enum"),
        ("zh: 对讲安抚", "zh: " + "讲" * 41, "/text/zh maxLength"),
        ("en: Pregnant}", "en: Pregnant with twins, too}", "/text"),
        ("en: Talk to the car", 'en: "Talk to {place}"', "/text/en pattern"),
        ("lowers: false", "lowers: perhaps", "/lowers type"),
        ("level: 2", "level: 5", "/level maximum"),
        ("limit: 1m", "limit: soon", "/limit pattern"),
        ("id: long", "id: a/b", "/id pattern"),
        ("  - id: B", "  - id: rescue", "/id pattern"),
        ("[年检]", "年检", "/none_of type"),
        ("[电梯|lift + 困|trapped]", "电梯 + 困", "/together type"),
        ("when: {state: pregnant}", "when: {state: []}", "/when/state oneOf"),
        ("say: {zh", "otherwise: soon, say: {zh", "/otherwise pattern"),
    ],
)
def test_what_the_reader_refuses_of_form_does_not_fit(tmp_path: Path, old: str, new: str, place: str) -> None:
    assert old in QUOTED
    text = QUOTED.replace(old, new, 1)
    found = wrong(read(text), SCHEMA, SCHEMA)
    assert found
    assert any(one.endswith(place) or place in one for one in found), found
    path = tmp_path / "lift.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsError):
        read_playbook(path)


def test_a_word_the_check_does_not_know_is_no_pass() -> None:
    with pytest.raises(AssertionError, match="uniqueItems"):
        wrong([], {"uniqueItems": True}, {})
