"""The copy of a playbook that an incident keeps is the playbook, now and after the next release."""

from __future__ import annotations

import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Department, Skill
from bot.domain.playbook import Answer, Call, Called, Evidence, Lane, Playbook, Question, Step, Urgency, When, Words
from bot.domain.playbook_copy import playbook_from_json, playbook_to_json
from bot.read.playbook import read_playbooks
from tests.read.files import SAMPLE

PLAYBOOKS = SAMPLE.parent / "playbooks"

IDS = st.sampled_from(["a", "b", "unsure"])
SAID = st.fixed_dictionaries({"zh": st.text(max_size=3), "en": st.text(max_size=3)})
WHEN = st.builds(When, answers=st.dictionaries(IDS, st.frozensets(IDS, max_size=2), max_size=2))
TEXTS = st.lists(st.text(max_size=2), max_size=2).map(tuple)
ANSWERS = st.builds(
    Answer,
    id=IDS,
    text=SAID,
    urgency=st.none() | st.sampled_from(Urgency),
    level=st.none() | st.integers(1, 4),
    brief=st.none() | SAID,
    warn=st.none() | SAID,
    tell=st.none() | SAID,
    done=st.sampled_from(["", "A/a"]),
)
STEPS = st.builds(
    Step,
    id=IDS,
    text=SAID,
    department=st.none() | st.sampled_from(Department),
    skill=st.none() | st.sampled_from(Skill),
    limit=st.none() | st.integers(1, 99_999).map(lambda seconds: timedelta(seconds=seconds)),
    life=st.booleans(),
    evidence=st.sampled_from(Evidence),
    ask=st.none() | SAID,
    when=WHEN,
    forbid=st.lists(SAID, max_size=2).map(tuple),
    call=st.none() | st.builds(Call, to=IDS, say=SAID),
    anybody=st.booleans(),
    notice=st.sampled_from(["", "evacuation"]),
    suggested=st.text(max_size=2),
)
PLANS = st.builds(
    Playbook,
    id=IDS,
    names=SAID,
    icon=st.text(max_size=1),
    family=IDS,
    urgency=st.sampled_from(Urgency),
    lowers=st.booleans(),
    words=st.builds(Words, any_of=TEXTS, together=TEXTS, none_of=TEXTS),
    marks=st.dictionaries(IDS, st.dictionaries(IDS, TEXTS, max_size=2), max_size=2),
    anyone=st.lists(SAID, max_size=2).map(tuple),
    questions=st.lists(
        st.builds(Question, id=IDS, text=SAID, answers=st.lists(ANSWERS, max_size=2).map(tuple), when=WHEN), max_size=2
    ).map(tuple),
    called=st.lists(
        st.builds(Called, department=st.none() | st.sampled_from(Department), scene=st.booleans()), max_size=2
    ).map(tuple),
    lanes=st.lists(st.builds(Lane, id=IDS, name=SAID, steps=st.lists(STEPS, max_size=2).map(tuple)), max_size=2).map(
        tuple
    ),
    closing=st.lists(SAID, max_size=2).map(tuple),
    reports=TEXTS,
    covers=TEXTS,
    sources=TEXTS,
    all_hands=st.booleans(),
)


def test_the_shipped_playbooks_can_be_copied() -> None:
    for playbook in read_playbooks(PLAYBOOKS).values():
        assert playbook_from_json(json.loads(json.dumps(playbook_to_json(playbook)))) == playbook


def test_a_copy_made_before_a_field_was_known_can_still_be_read() -> None:
    playbook = read_playbooks(PLAYBOOKS)["other"]
    written = playbook_to_json(playbook)
    for step in written["lanes"][0]["steps"]:
        del step["suggested"], step["forbid"], step["anybody"], step["notice"]
    for answer in written["questions"][0]["answers"]:
        del answer["done"]
    del written["all_hands"]
    read = playbook_from_json(written)
    assert [(step.suggested, step.forbid) for step in read.lanes[0].steps] == [("", ()), ("", ())]
    assert not any(step.anybody or step.notice for step in read.lanes[0].steps)
    assert not any(answer.done for answer in read.questions[0].answers)
    assert not read.all_hands


@given(PLANS)
def test_any_playbook_comes_back_from_json_as_it_was(playbook: Playbook) -> None:
    written = json.dumps(playbook_to_json(playbook), sort_keys=True)
    copy = playbook_from_json(json.loads(written))
    assert copy == playbook
    assert json.dumps(playbook_to_json(copy), sort_keys=True) == written
