"""What cards are drawn from: JSON only, no flat in a group, nobody's phone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.domain.incident import Responder, Stage, StepRecord, StepState
from bot.domain.places import Place
from bot.domain.playbook import Lane
from handlers.facts import (
    PLACE,
    brief,
    call_words,
    head,
    is_file,
    known,
    last_evidence,
    name_of,
    place_facts,
    responder_facts,
)
from tests.domain.estate import ANJU, LIFT, NOW, OTHER, incident
from tests.talk.desk import ROSTER

FULL = Place(building="3", unit="2", floor="12", room="1202", spot="门口")


def test_a_group_never_sees_the_flat() -> None:
    group, private = place_facts(FULL, ANJU, private=False), place_facts(FULL, ANJU, private=True)
    assert group["room"] == ""
    assert private["room"] == "1202"
    assert {**private, "room": ""} == group
    assert "1202" not in json.dumps(head(incident(place=FULL), LIFT, ROSTER, private=False))
    assert "1202" in json.dumps(head(incident(place=FULL), LIFT, ROSTER, private=True))


@pytest.mark.parametrize(
    ("place", "name"), [(FULL, "3号楼"), (Place(building="B"), "B座"), (Place(building="5"), ""), (Place(), "")]
)
def test_a_building_is_called_what_the_roster_calls_it(place: Place, name: str) -> None:
    assert place_facts(place, ANJU, private=False)["name"] == name
    assert place_facts(place, None, private=False)["name"] == ""


def test_what_is_known_is_told_in_the_order_of_the_question_card() -> None:
    answers = {"special": "pregnant", "count": "2", "state": "well", "comm": "unsure", "other": "x"}
    assert known(answers, LIFT) == [{"zh": "2人", "en": "2 people"}, _brief("special", "pregnant")]
    assert known({"count": "两三个吧"}, LIFT) == ["两三个吧"]
    assert known({}, LIFT) == []
    quiet = replace(LIFT, questions=tuple(replace(one, private=one.id == "special") for one in LIFT.questions))
    assert known(answers, quiet, group=True) == [{"zh": "2人", "en": "2 people"}], "a group reads nothing of a person"
    assert known(answers, quiet) == known(answers, LIFT)


def _brief(question: str, answer: str) -> object:
    asked = LIFT.question(question)
    assert asked is not None
    told = brief(asked, answer)
    assert told
    return told


def test_the_words_to_say_leave_out_what_is_not_sure() -> None:
    words = call_words(incident(place=FULL, words="x" * 99, answers={"count": "unsure", "state": "ill"}), LIFT, ROSTER)
    assert "count" not in words
    assert words["state"] == _brief("state", "ill")
    assert words[PLACE] == place_facts(FULL, ANJU, private=True), "an ambulance has to find the door"
    assert len(str(words["words"])) == 60
    group = call_words(incident(place=FULL, words="x" * 99), LIFT, ROSTER, group=True)
    assert group[PLACE] == place_facts(FULL, ANJU, private=False), "a group reads building and floor"
    assert group["words"] == ""
    assert (words["address"], words["gate"], words["community"]) == ("", "", "安居苑")
    gone = call_words(incident(community="gone"), OTHER, ROSTER)
    assert (gone["community"], gone["gate"]) == ("", "")


def test_the_newest_evidence_of_a_lane() -> None:
    def done(at: int, *evidence: str) -> StepRecord:
        return StepRecord(state=StepState.DONE, person="wang", at=NOW.replace(minute=at), evidence=evidence)

    steps = {
        ("B", "firm"): done(1, "30分钟到"),
        ("B", "release"): done(5, "photo:1", "photo:2"),
        ("A", "landing"): done(9, "x"),
    }
    shown = last_evidence(incident(steps=steps), lane("B"))
    assert shown == {"text": "", "files": 2}
    assert last_evidence(incident(steps={("B", "firm"): done(1, "30分钟到")}), lane("B")) == {
        "text": "30分钟到",
        "files": 0,
    }
    assert last_evidence(incident(steps=steps), lane("C")) is None
    hidden = replace(lane("A"), steps=tuple(replace(step, private=True) for step in lane("A").steps))
    assert last_evidence(incident(steps=steps), lane("A")) == {"text": "x", "files": 0}
    assert last_evidence(incident(steps=steps), hidden) is None, "names and phones stay out of groups"
    undone = incident(steps={("B", "firm"): replace(done(1, "x"), state=StepState.OPEN)})
    assert last_evidence(undone, lane("B")) is None


def lane(name: str) -> Lane:
    found = LIFT.lane(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("evidence", "file"),
    [
        ("photo:AgAC", True),
        ("voice:x", True),
        ("30分钟到", False),
        ("电话: 139", False),
        ("维保:10点", False),
        ("", False),
    ],
)
def test_files_are_told_from_words(*, evidence: str, file: bool) -> None:
    assert is_file(evidence) is file


@pytest.mark.parametrize("stage", list(Stage))
def test_a_responder_is_shown_by_name_and_since_when(stage: Stage) -> None:
    one = Responder(person="wang", stage=stage, called=NOW, heard=NOW, went=NOW, arrived=NOW, left=NOW)
    assert responder_facts(one, ROSTER) == {"name": "name of wang", "stage": stage.value, "since": NOW.isoformat()}
    assert name_of(ROSTER, "gone") == ""
    assert name_of(ROSTER, None) == ""


def test_everything_can_be_stored_as_json_and_holds_no_phone() -> None:
    happened = incident(place=FULL, responders=(Responder(person="wang", called=NOW),), answers={"count": "2"})
    facts = [head(happened, LIFT, ROSTER, private=True), call_words(happened, LIFT, ROSTER)]
    facts += [responder_facts(one, ROSTER) for one in happened.responders]
    written = json.dumps(facts, ensure_ascii=False)
    assert not any(one.phone in written for one in ROSTER.people)
