"""Every fault of a playbook is named with its line; a good one gives the plan."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.people import Department, Skill
from bot.domain.playbook import Call, Called, Evidence, Urgency, When, Words
from bot.read.playbook import read_playbook
from tests.read.files import broken, faults_of, line_of, only_fault
from tests.read.lift import LIFT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lift.yaml"
    path.write_text(LIFT, encoding="utf-8")
    return path


def test_reads_everything(path: Path) -> None:
    playbook = read_playbook(path)
    assert (playbook.id, playbook.names["en"], playbook.icon) == ("lift", "Lift entrapment", "🛗")
    assert (playbook.urgency, playbook.lowers) == (Urgency.EMERGENCY, False)
    assert playbook.words == Words(
        any_of=("困电梯", "stuck in the lift"), together=("电梯|lift + 困|trapped",), none_of=("年检",)
    )
    assert playbook.marks == {"state": {"pregnant": ("孕妇", "pregnant")}}
    assert playbook.called == (
        Called(department=Department.ENGINEERING),
        Called(skill=Skill.FIRST_AID, scene=False),
        Called(department=Department.CONTROL, scene=False),
    )
    state = playbook.question("state")
    assert state is not None
    assert [answer.id for answer in state.answers] == ["no", "pregnant", "unsure"]
    assert state.answers[1].level == 2
    assert playbook.questions[2].when == When(answers={"state": frozenset({"pregnant", "unsure"})})
    talk, count = playbook.lanes[0].steps
    assert (talk.limit, talk.life, talk.suggested) == (timedelta(minutes=1), True, "S3")
    assert (count.evidence, count.ask) == (Evidence.NUMBER, {"zh": "几个人？", "en": "How many?"})
    assert count.when == When(answers={"state": frozenset({"pregnant"})})
    assert playbook.lanes[1].steps[0].call == Call(to="lift_maintenance", say={"zh": "困人", "en": "People trapped"})


def test_reads_what_a_fire_needs(path: Path) -> None:
    path.write_text(
        LIFT.replace("lowers: false", "lowers: false\nall_hands: true")
        .replace("{zh: 有孕妇, en: Pregnant}", "{zh: 有孕妇, en: Pregnant}\n        done: B/call")
        .replace("        call: {to", "        anybody: true\n        notice: evacuation\n        call: {to"),
        encoding="utf-8",
    )
    playbook = read_playbook(path)
    assert playbook.all_hands
    assert playbook.questions[1].answers[1].done == "B/call"
    call = playbook.lanes[1].steps[0]
    assert (call.anybody, call.notice) == (True, "evacuation")
    plain = playbook.lanes[0].steps[0]
    assert (plain.anybody, plain.notice, playbook.questions[0].answers[0].done) == (False, "", "")


def test_words_that_yaml_would_make_something_else_stay_words(path: Path) -> None:
    playbook = read_playbook(path)
    assert playbook.questions[0].answers[0].id == "1"
    assert playbook.questions[0].answers[0].text == {"zh": "1", "en": "1"}
    assert playbook.questions[1].answers[0].text["en"] == "No"


@pytest.mark.parametrize(
    ("old", "new", "mark", "problem", "remedy"),
    [
        ("icon: 🛗\n", "", "id: lift", "icon is missing", "add icon"),
        ("closing:\n  - {zh: 人已放出, en: Everybody is out}\n", "", "id: lift", "closing is missing", "add closing"),
        ("icon:", "ikon: x\nicon:", "ikon", 'unknown key "ikon"', '"icon"'),
        ("id: lift\n", "id: lifts\n", "id: lifts", "is not the name of the file", '"lift"'),
        ("family: accident", "family: accidents", "family", 'unknown family "accidents"', '"accident"'),
        ("urgency: emergency", "urgency: high", "urgency: high", 'unknown urgency "high"', "general, emergency"),
        ("lowers: false", "lowers: perhaps", "lowers", "neither true nor false", "true or false"),
        ("{zh: 电梯困人, en: Lift entrapment}", "{zh: 电梯困人}", "names", "en is missing", "add en"),
        ("{zh: 电梯困人, en: Lift entrapment}", "电梯困人", "names", "names is not a table", "keys"),
        ("zh: 坐下", "de: sitz, zh: 坐下", "sitz", 'unknown key "de"', "en, zh"),
        ("zh: 坐下", "zh:", "zh:, en: Sit", "zh has no value", "delete"),
        ("[年检]", "年检", "年检", "none_of is not a list", "[ ]"),
        ("[电梯|lift + 困|trapped]", "[电梯| + 困]", "电梯|", "a word is missing", ""),
        ("[电梯|lift + 困|trapped]", '["@lifts + 困"]', "@lifts", 'no class "@lifts"', ""),
        ("zh: 对讲安抚", "zh: " + "讲" * 41, "讲讲", "the zh text has 41 characters", "40 or fewer"),
        ("Talk to the car", "x" * 101, "xxx", "the en text has 101 characters", "100 or fewer"),
        ("      - {id: unsure, text: {zh: 不清楚, en: Not sure}}\n", "", "    answers:", 'no answer "unsure"', "add"),
        ("  - id: B", "  - id: rescue", "id: rescue", 'id "rescue" can\'t be an id here', "one capital letter"),
        ("id: long", "id: a/b", "a/b", 'id "a/b" can\'t be an id here', "a-z"),
        ("        department: control\n", "", "- id: talk", "nobody's", "skill or commander"),
        ("department: control", "department: cleaning", "cleaning", "cleaning is not called", "add cleaning to called"),
        ("skill: first_aid\n", "skill: lift\n", "skill: lift", "lift is not called", "add lift to called"),
        ("called:\n", "called:\n  - {scene: true}\n", "- {scene", "neither", "add department"),
        (
            "        limit: 1m\n",
            "        after: count\n",
            "after: count",
            'no step "count" before "talk"',
            "earlier step",
        ),
        ("        evidence: number\n", "        after: talks\n", "talks", 'no step "talks" before "count"', '"talk"'),
        (
            "        evidence: number\n",
            "        after: talk\n        life: true\n",
            "after: talk",
            "waits",
            "leave after",
        ),
        ("id: no,", "id: no, done: A/count, command: commander,", "id: no", "moves the command", "two questions"),
        ("when: {state: pregnant}", "when: {stat: pregnant}", "when: {stat:", 'no question "stat"', '"state"'),
        ("when: {state: pregnant}", "when: {state: ill}", "when: {state: ill", 'no answer "ill"', "unsure"),
        ("when: {state: [pregnant, unsure]}", "when: {since: long}", "since: long", "waits for itself", "take one"),
        ("    pregnant: [孕妇", "    pregnent: [孕妇", "pregnent", 'has no answer "pregnent"', '"pregnant"'),
        ("  state:\n    preg", "  estate:\n    preg", "estate", 'no question "estate"', '"state"'),
        ("lowers: false", "lowers: false\nall_hands: all", "all_hands", "neither true nor false", "true or false"),
        ("limit: 1m", "anybody: true", "anybody: true", "nobody is called", "add call"),
        (
            "call: {to",
            "anybody: true\n        evidence: text\n        call: {to",
            "evidence: text",
            "one press",
            "leave",
        ),
        ("limit: 1m", "notice: evacuate", "notice: evacuate", 'unknown notice "evacuate"', '"evacuation"'),
        ("limit: 1m", "notice: lifted", "notice: lifted", 'unknown notice "lifted"', "typhoon"),
        (
            "zh: 坐下, en: Sit down}",
            "zh: 坐下, en: Sit down}\n        done: A/tal",
            "done: A",
            'no step "A/tal"',
            '"A/talk"',
        ),
        (
            "zh: 坐下, en: Sit down}",
            "zh: 坐下, en: Sit down}\n        done: yes",
            "done: yes",
            'no step "yes"',
            "A/call_119",
        ),
        ("life: true", "life: true\n        notice: typhoon", "life: true", "waits for an approval", "leave life out"),
        ("zh: 困人, en", 'zh: "{plase}困人", en', "{plase}", 'nothing fills the blank "{plase}"', '"place"'),
        ("to: lift_maintenance", "to: 电梯公司", "call:", "nobody can be called", "119"),
        ("say: {zh", "otherwise: soon, say: {zh", "otherwise", "is no telephone number", "95598"),
        ("level: 2", "attach: lift", "attach: lift", 'the plan "lift" is put beside itself', "another type"),
        ("level: 2", "command: boss", "command: boss", 'unknown command "boss"', "commander"),
        ("department: control", "commander: true\n        skill: lift", "commander: true", "two people's", "leave"),
        ("icon: 🛗", "icon: 🛗\ngroup: lifts", "group: lifts", 'unknown group "lifts"', "safety"),
        ("to: lift_maintenance", "to: 911", "call:", "nobody can be called", "119"),
        ("evidence: number", "evidence: video", "video", 'unknown evidence "video"', "photo"),
        ("limit: 1m", "limit: soon", "soon", 'limit "soon" is not understood', '"90s"'),
        ("level: 2", "level: 5", "level: 5", "level is 5", "from 1 to 4"),
        ("reports: [R1]", "reports: [R9]", "reports", 'unknown word "R9"', "R1"),
        ("icon: 🛗", "icon: 🛗\nicon: x", "icon: x", '"icon" stands twice', "keep one"),
        ("names: {zh: 电梯困人", "names: {zh: 电梯: 困人", "names:", "not valid YAML", "quotes"),
    ],
)
def test_a_fault_is_named_with_its_line(path: Path, old: str, new: str, mark: str, problem: str, remedy: str) -> None:
    broken(path, LIFT, old=old, new=new)
    fault = only_fault(read_playbook, path)
    assert (fault.file, fault.line) == (str(path), line_of(path, mark))
    assert problem in fault.problem
    assert remedy in fault.remedy


@pytest.mark.parametrize(
    ("old", "new", "mark", "problem"),
    [
        ("        life: true\n", "        when: {state: unsure}\n", "after: talk", '"talk" does not'),
        ("id: no,", "id: no, done: A/count,", "id: no", "would pass that by"),
    ],
)
def test_a_step_that_comes_after_another_is_not_passed_by(
    path: Path, old: str, new: str, mark: str, problem: str
) -> None:
    text = LIFT.replace("        evidence: number\n", "        after: talk\n        evidence: number\n")
    path.write_text(text, encoding="utf-8")
    step = read_playbook(path).lanes[0].step("count")
    assert step is not None
    assert step.after == "talk"
    broken(path, text, old=old, new=new)
    fault = only_fault(read_playbook, path)
    assert fault.line == line_of(path, mark)
    assert problem in fault.problem


@pytest.mark.parametrize(
    ("old", "new", "mark", "offset"),
    [
        ("- id: since", "- id: state", "多久了", -1),
        ("- {id: long,", "- {id: unsure,", "半小时以上", 1),
        ("      - id: count", "      - id: talk", "skill: first_aid\n", -1),
        ("  - id: B", "  - id: A", "解救", -1),
    ],
)
def test_a_doubled_id_is_named_where_it_stands_again(path: Path, old: str, new: str, mark: str, offset: int) -> None:
    broken(path, LIFT, old=old, new=new)
    doubled = [fault for fault in faults_of(read_playbook, path) if "stands twice" in fault.problem]
    assert [fault.line for fault in doubled] == [LIFT[: LIFT.index(mark)].count("\n") + 1 + offset]


def test_a_question_has_no_name_that_something_else_fills(tmp_path: Path) -> None:
    path = tmp_path / "lift.yaml"
    path.write_text(LIFT.replace("state", "place"), encoding="utf-8")
    fault = only_fault(read_playbook, path)
    assert fault.line == line_of(path, "- id: place")
    assert fault.problem == 'the blank "{place}" is filled by something else'


def test_a_commanders_step_is_somebodys_whoever_is_called(path: Path) -> None:
    broken(path, LIFT, old="department: control", new="commander: true")
    step = read_playbook(path).lanes[0].steps[0]
    assert (step.commander, step.department, step.skill) == (True, None, None)


@pytest.mark.parametrize(
    ("state", "since", "mark", "problem"),
    [
        ("{since: long}", "{state: pregnant}", "{since: long}", "wait for each other: state → since → state"),
        ("{since: long}", "{count: 1}", "{since: long}", 'the question "since" is asked after "state"'),
        ("{count: 1}", "{state: pregnant}", "", ""),
    ],
)
def test_questions_that_wait_for_each_other_are_a_loop(
    path: Path, state: str, since: str, mark: str, problem: str
) -> None:
    text = LIFT.replace("when: {state: [pregnant, unsure]}", f"when: {since}")
    broken(path, text, old='en: "Is anybody unwell?"}', new=f'en: "Is anybody unwell?"}}\n    when: {state}')
    if not problem:
        assert len(read_playbook(path).questions) == 3
        return
    fault = only_fault(read_playbook, path)
    assert fault.line == line_of(path, mark)
    assert problem in fault.problem


def test_a_longer_loop_is_named_once(path: Path) -> None:
    text = LIFT.replace("when: {state: [pregnant, unsure]}", "when: {count: 1}")
    text = text.replace(
        'zh: 里面几个人？, en: "How many people?"}', 'zh: 几个人？, en: "How many?"}\n    when: {state: no}'
    )
    broken(path, text, old='en: "Is anybody unwell?"}', new='en: "Is anybody unwell?"}\n    when: {since: long}')
    fault = only_fault(read_playbook, path)
    assert fault.line == line_of(path, "when: {state: no}")
    assert "count → state → since → count" in fault.problem


def test_a_life_step_after_another_is_a_fault(path: Path) -> None:
    broken(path, LIFT, old="evidence: number", new="evidence: number\n        life: true")
    path.write_text(path.read_text(encoding="utf-8").replace("limit: 1m\n        life: true", "limit: 1m"), "utf-8")
    fault = only_fault(read_playbook, path)
    assert fault.line == line_of(path, "life: true")
    assert fault.remedy == "put it first in its lane"


def test_an_emergency_asks_three_to_six_questions(path: Path) -> None:
    start, end = LIFT.index("  - id: since"), LIFT.index("called:")
    path.write_text(LIFT[:start] + LIFT[end:], encoding="utf-8")
    fault = only_fault(read_playbook, path)
    assert (fault.line, fault.problem) == (line_of(path, "questions:"), "there are 2 questions")
    path.write_text(path.read_text(encoding="utf-8").replace("urgency: emergency", "urgency: general", 1), "utf-8")
    assert len(read_playbook(path).questions) == 2


def test_an_anchor_a_list_and_nothing_are_no_playbooks(path: Path) -> None:
    path.write_text("id: &a x\nnames: *a\n", encoding="utf-8")
    assert "anchor" in only_fault(read_playbook, path).problem
    assert only_fault(read_playbook, path).line == 2
    for text in ("", "- a\n", "word\n", "# nothing\n"):
        path.write_text(text, encoding="utf-8")
        assert only_fault(read_playbook, path).problem == "is not a table of keys and values"
    path.write_text("id: x\n\x07: y\n", encoding="utf-8")
    assert only_fault(read_playbook, path).where == f"{path}:2"
    path.write_text("a: " + "[" * 20_000, encoding="utf-8")
    assert "too deep" in only_fault(read_playbook, path).problem


def test_ids_that_do_not_fit_a_button_together_are_named(path: Path) -> None:
    text = LIFT.replace("- id: since", f"- id: {'s' * 24}")
    broken(path, text, old="id: long", new=f"id: {'l' * 17}")
    fault = only_fault(read_playbook, path)
    assert (fault.file, fault.line) == (str(path), line_of(path, "l" * 17))
    assert "too long for one button" in fault.problem
