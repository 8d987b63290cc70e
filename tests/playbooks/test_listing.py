"""`zhiban playbooks list` and `show`: what stands in them, and what is said when there is nothing to show."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.__main__ import main
from bot.playbooks.commands import TEMPLATES
from bot.playbooks.listing import as_json, as_table, in_order
from bot.playbooks.sheet import sheet
from bot.read.commands import read_commands
from bot.read.playbook import read_playbooks
from bot.words import Words

FINE, FAILS, MISUSED = 0, 1, 2
PLAYBOOKS = read_playbooks(TEMPLATES / "playbooks")
FIRE = PLAYBOOKS["fire"]
NAMES = {one.id: one.names for one in PLAYBOOKS.values()}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings beside it: they are not needed."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(TEMPLATES, read_commands(TEMPLATES / "commands.yaml"), timezone="UTC")


def test_programs_get_every_playbook_with_its_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbooks", "list", "--json"]) == FINE
    found = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in found] == sorted(PLAYBOOKS)
    assert all(list(one) == ["id", "zh", "en", "steps", "sources"] for one in found)
    (fire,) = [one for one in found if one["id"] == "fire"]
    assert (fire["zh"], fire["en"]) == ("火灾", "Fire")
    assert fire["steps"] == sum(len(lane.steps) for lane in FIRE.lanes)
    assert set(FIRE.sources) <= set(fire["sources"])


def test_the_documents_of_a_step_count_and_none_stands_twice() -> None:
    first, *others = FIRE.lanes
    step = replace(first.steps[0], sources=("D2 §9", "D13 §1", "D100 §1"))
    changed = replace(FIRE, sources=("D13 §1", "D2 §10"), lanes=(replace(first, steps=(step,)),))
    (found,) = json.loads(as_json({"fire": changed}))
    assert found["sources"] == ["D2 §9", "D2 §10", "D13 §1", "D100 §1"]
    assert found["steps"] == 1
    assert others


def test_clauses_stand_as_people_count() -> None:
    assert in_order(["D13 §1(2)10", "D13 §1(2)2", "D3 §3.10", "D3 §3.2", "D3 §3.2"]) == [
        "D3 §3.2", "D3 §3.10", "D13 §1(2)2", "D13 §1(2)10",
    ]  # fmt: skip


def test_people_get_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbooks", "list"]) == FINE
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["id", "zh", "en", "steps", "questions"]
    assert [row.split()[0] for row in rows] == sorted(PLAYBOOKS)
    small = as_table({name: PLAYBOOKS[name] for name in ("elevator_trapped", "fire")}).splitlines()
    assert [row.encode("gbk").index(b"Fire" if "Fire" in row else b"Lift") for row in small[1:]] == [28, 28]


@pytest.mark.parametrize("name", sorted(PLAYBOOKS))
def test_one_is_shown_whole(name: str, words: Words) -> None:
    playbook = PLAYBOOKS[name]
    for language in ("zh", "en"):
        shown = words.write("playbook/sheet", sheet(playbook, names=NAMES), language)
        sentences = [*playbook.anyone, *playbook.closing]
        for question in playbook.questions:
            told = (said for answer in question.answers for said in (answer.text, answer.tell, answer.warn))
            sentences += [question.text, *(said for said in told if said)]
        for lane in playbook.lanes:
            for at, step in enumerate(lane.steps, start=1):
                assert f"\n{lane.id}{at} " in shown
                sentences += [step.text, *([step.ask] if step.ask else []), *step.forbid]
                assert all(source in shown for source in step.sources)
                assert said_of_source(step.suggested, language) in shown
        assert [said[language] for said in sentences if said[language] not in shown] == []
        assert "{" not in shown


def said_of_source(suggested: str, language: str) -> str:
    """How a source is named on paper: a public one by its name, our own practice as such."""
    if suggested.startswith("our own practice"):
        return {"zh": "我们自己定的", "en": suggested}[language]
    named = terms(language)["public_source"]
    return str(named[suggested.split(",")[0]]) if suggested else ""


def terms(language: str) -> dict[str, dict[str, str]]:
    """The words of the program for its own values."""
    read: dict[str, dict[str, str]] = yaml.safe_load((TEMPLATES / language / "terms.yaml").read_text("utf-8"))
    return read


def test_what_is_said_on_the_telephone_names_its_blanks(capsys: pytest.CaptureFixture[str]) -> None:
    main(["playbooks", "show", "fire", "--language", "en"])
    shown = capsys.readouterr().out
    assert "☎️ 119: “Fire at [place]: [What can be seen now?]," in shown


def test_the_language_is_the_companys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbooks", "show", "other"]) == FINE
    assert PLAYBOOKS["other"].closing[0]["zh"] in capsys.readouterr().out
    settings = tmp_path / "zhiban.toml"
    settings.write_text('[company]\nname = "Anju"\nlanguage = "en"\n', encoding="utf-8")
    for arguments in ([], ["--config", str(settings)]):
        assert main(["playbooks", "show", "other", *arguments]) == FINE
        assert PLAYBOOKS["other"].closing[0]["en"] in capsys.readouterr().out
    assert main(["playbooks", "show", "other", "--language", "zh"]) == FINE
    assert PLAYBOOKS["other"].closing[0]["zh"] in capsys.readouterr().out


def test_settings_that_are_named_and_not_there_are_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbooks", "show", "fire", "--config", "nowhere.toml"]) == FAILS
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "nowhere.toml: there is no such file" in said.err


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("fier", "did you mean fire?"),
        ("Lift entrapmnt", "did you mean elevator_trapped?"),
        ("火灾", "fire?"),
        ("x", "list"),
    ],
)
def test_a_type_there_is_not_is_one_sentence(typed: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbooks", "show", typed]) == FAILS
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert f'there is no playbook "{typed}"' in said.err
    assert hint in said.err


@pytest.mark.parametrize("arguments", [[], ["show"], ["list", "--yaml"], ["show", "fire", "--language", "fr"]])
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["playbooks", *arguments])
    assert ended.value.code == MISUSED
    assert "usage: zhiban" in capsys.readouterr().err


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbooks", "schema"]) == FINE
    printed = json.loads(capsys.readouterr().out)
    assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_faulty_library_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "playbooks").mkdir()
    monkeypatch.setattr("bot.playbooks.commands.TEMPLATES", tmp_path)
    assert main(["playbooks", "list"]) == FAILS
    assert "other.yaml is missing" in capsys.readouterr().err
