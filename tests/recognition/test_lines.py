"""`zhiban recognise`: JSON lines in, one answer a line; a faulty line stops no other."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from bot.recognition.lines import Reader, answer_lines

PLAIN = Reader(names={}, why=False)
FIELDS = ["is_incident", "type", "urgency", "building", "unit", "floor", "room", "trapped", "injured"]


def answers(*lines: str, reader: Reader = PLAIN) -> tuple[list[dict[str, object]], int]:
    """What is printed for these lines, and the exit code."""
    out = io.StringIO()
    code = answer_lines(lines, out, reader)
    return [json.loads(line) for line in out.getvalue().splitlines()], code


def test_every_field_stands_in_its_order() -> None:
    (answer,), code = answers('{"text": "3#2单元梯困人 俩"}\n')
    assert list(answer) == FIELDS
    assert answer == {
        "is_incident": True,
        "type": "elevator_trapped",
        "urgency": "emergency",
        "building": "3",
        "unit": "2",
        "floor": None,
        "room": None,
        "trapped": 2,
        "injured": None,
    }
    assert code == 0


@pytest.mark.parametrize("text", ["火锅店开业啦", "今天会不会停电?", "电梯年检公告", "", " "])
def test_talk_is_no_incident(text: str) -> None:
    (answer,), code = answers(json.dumps({"text": text}))
    assert (answer["is_incident"], answer["type"], answer["urgency"], code) == (False, "none", "none", 0)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("着火了", "not JSON"),
        ('{"text": "着火了"', "not JSON"),
        ('["着火了"]', "no text"),
        ('{"words": "着火了"}', "no text"),
        ('{"text": 5}', "no text"),
        ('{"text": null}', "no text"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_faulty_line_is_answered_and_the_others_go_on(line: str, problem: str) -> None:
    found, code = answers('{"text": "3号楼着火了"}', line, "", '{"text": "5号楼着火了", "id": 7}')
    assert [one.get("building") for one in found] == ["3", None, "5"]
    assert found[1].keys() == {"error"}
    assert "line 2" in str(found[1]["error"])
    assert problem in str(found[1]["error"])
    assert code == 1


def test_a_lone_half_of_a_sign_is_read_and_printed() -> None:
    (answer,), code = answers('{"text": "3号楼着火了\\ud83d"}', reader=Reader(names={}, why=True))
    assert (answer["type"], code) == ("fire", 0)


def test_why_names_the_words_that_decided() -> None:
    (answer,), _ = answers('{"text": "三号楼电体困人"}', reader=Reader(names={}, why=True))
    why = answer["why"]
    assert isinstance(why, dict)
    assert why["read"] == "三号楼电梯困人"
    assert why["types"][0]["type"] == "elevator_trapped"
    assert ["电梯困人"] in why["types"][0]["words"].values()


def test_names_of_the_roster_are_buildings() -> None:
    (answer,), _ = answers('{"text": "翠园阁12楼着火了"}', reader=Reader(names={"翠园阁": "7"}, why=False))
    assert (answer["building"], answer["floor"]) == ("7", "12")


def test_the_command_reads_standard_input_and_needs_no_settings() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "recognise"],
        input=b'\xef\xbb\xbf{"text": "\xe7\x9d\x80\xe7\x81\xab\xe4\xba\x86"}\n{"text": "\xff"}\n',
        capture_output=True,
        check=False,
    )
    first, second = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert (first["type"], second.keys(), done.returncode) == ("fire", {"error"}, 1)


def test_why_lists_the_incidents_of_a_text_that_tells_of_several() -> None:
    line = '{"text": "3号楼电梯困人，5号楼着火了"}'
    (answer,), _ = answers(line, reader=Reader(names={}, why=True))
    assert answer["incidents"] == [
        {"text": "3号楼电梯困人", "type": "elevator_trapped", "building": "3"},
        {"text": "5号楼着火了", "type": "fire", "building": "5"},
    ]
    assert list(answers(line)[0][0]) == FIELDS
    (one,), _ = answers('{"text": "3号楼着火了"}', reader=Reader(names={}, why=True))
    assert "incidents" not in one


def test_why_says_that_a_report_of_many_buildings_has_no_place() -> None:
    buildings = "、".join(f"{number}号楼" for number in range(1, 11))
    (answer,), _ = answers(f'{{"text": "{buildings}停电了"}}', reader=Reader(names={}, why=True))
    assert [(one["type"], one["building"]) for one in answer["incidents"]] == [("power_outage", None)]  # type: ignore[attr-defined]
