"""JSON lines in, one answer a line: `{"text": ...}` becomes type, urgency, place and counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

from bot.domain.recognise import NONE, Recognised, Recogniser, Told, told_in
from bot.read.playbook import read_playbooks
from bot.read.recogniser import make_recogniser
from bot.recognition.why import why

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


class Reader:
    """Reads texts with the words of this program and the buildings of a roster."""

    def __init__(self, *, names: Mapping[str, str], why: bool) -> None:
        self._recogniser = recogniser()
        self._names = names
        self._why = why

    def answer(self, text: str) -> dict[str, object]:
        """What the text says, as it is printed."""
        said = self._recogniser.read(text, names=self._names)
        if not self._why:
            return as_json(said)
        return {**as_json(said), "why": why(said, self._wording(text, said)), **self._incidents(text, said)}

    def _incidents(self, text: str, said: Recognised) -> dict[str, object]:
        """What the chat makes of a text that tells of several incidents or names too many buildings."""
        found = told_in(text, lambda part: self._recogniser.read(part, names=self._names))
        if len(found) == 1 and found[0].said.place == said.place:
            return {}
        return {"incidents": [_incident(one) for one in found]}

    def _wording(self, text: str, said: Recognised) -> dict[str, list[str]]:
        """What spoke for the types that came into question, and for talk."""
        return self._recogniser.wording(text, dict.fromkeys((*filter(None, (said.type,)), *said.likely, NONE)))


def recogniser() -> Recogniser:
    """With the words of this program."""
    return make_recogniser(read_playbooks(TEMPLATES / "playbooks").values(), TEMPLATES)


def answer_lines(lines: Iterable[str], out: TextIO, reader: Reader) -> int:
    """Answers each line; 1 when any of them was faulty, 0 otherwise. Empty lines are passed over."""
    faulty = False
    for number, line in enumerate(lines, 1):
        if line.strip():
            answer = _answer(line, number, reader)
            faulty = faulty or "error" in answer
            print(json.dumps(answer, ensure_ascii=False), file=out, flush=True)
    return int(faulty)


def as_json(said: Recognised) -> dict[str, object]:
    """The fields in their order; what was not said is null (playbooks.md §0.4)."""
    return {
        "is_incident": said.type is not None,
        "type": said.type or NONE,
        "urgency": said.urgency.value if said.urgency else NONE,
        "building": said.place.building or None,
        "unit": said.place.unit or None,
        "floor": said.place.floor or None,
        "room": said.place.room or None,
        "trapped": said.trapped,
        "injured": said.injured,
    }


def _incident(told: Told) -> dict[str, object]:
    said = told.said
    return {"text": told.text, "type": said.type or NONE, "building": said.place.building or None}


def _answer(line: str, number: int, reader: Reader) -> dict[str, object]:
    try:
        line.encode()
        given = json.loads(line)
    except UnicodeEncodeError:
        return {"error": f"line {number} is not UTF-8"}
    except ValueError as error:
        return {"error": f"line {number} is not JSON: {error}"}
    except RecursionError:
        return {"error": f"line {number} is not JSON: too deep"}
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        return {"error": f'line {number} has no text: write {{"text": "..."}}'}
    return reader.answer(given["text"])
