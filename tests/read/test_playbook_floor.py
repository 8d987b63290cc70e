"""What no plan may ask for: help that waits, and force against people; ordinary words stay ordinary."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.legal_floor import asks_for_force
from bot.read.playbook import read_playbook
from tests.read.files import broken, line_of, only_fault
from tests.read.lift import LIFT

ASKED_ZH = """
搜身|请他搜身检查|搜查他的包|扣留证件|把人扣下等110|先扣人|扣他身份证|扣车|拘留闹事的|罚款200元|没收传单|强行带走|强制带离
制服歹徒|按住他等110|抓住小偷|抓人|扭送派出所|不让他走|限制他离开|不配合的扣下|别慌，把他捆起来|对不配合的人强行请出
"""
ASKED_EN = """
Search him|Search the person and keep watch|Search her bag|Frisk him|Detain the thief|Do not wait; detain him
Confiscate the leaflets|Seize his papers|Fine the owner|Impose a fine|Restrain him|Use force if he resists|Arrest him
Hold him until 110 comes|Tie him up|Take away his keys|Bring him out by force
Never mind. Search him|Not with us: lock him in
"""
ORDINARY_ZH = """
搜寻孩子：车库、水边、楼道|搜救交给消防|没收到回复，再打一次|没收拾完别放人|穿制服，带手电|按住伤口|抓住扶手|绑牢花盆、广告牌
别让人走进水里|不让人靠近|打他电话|别抓他的手|打倒车灯|把人请到门口|处罚由交警定|推倒的围墙拉警戒|扣好安全带|拖车几点到
抓紧叫人|请他自愿出示证件|把他扶起来
"""
ORDINARY_EN = """
Search for the child: garage, water, stairs|Search the garage and the stairs|Search and rescue is for the fire service
Is everything fine?|Fine spray on the wall|The owner is fine|A seizure: keep the head safe|Cardiac arrest: CPR
Force of the wind|Do not force the doors|Restrain the dog|Hold her hand and talk|Hold people at the gate
Take their phone number|Search her usual places|No lifting by force|Do not dig by force
"""
REFUSED = {
    "zh": "不搜身、不扣人、不罚款|别抓人|不得扣留、搜查或罚款|谁都无权扣留证件|不要强行进门|不能把他按倒",
    "en": "Never search, detain or fine anybody|Do not restrain him|Nobody may search or detain people|Don't use force|"
    "No searching, no detaining, no fines",
}


def each(sentences: str) -> list[str]:
    """The sentences of a list."""
    return [text for line in sentences.strip().splitlines() for text in line.split("|") if text]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lift.yaml"


@pytest.mark.parametrize("text", each(ASKED_ZH))
def test_force_is_seen_in_chinese(text: str) -> None:
    assert asks_for_force(text, "zh")


@pytest.mark.parametrize("text", each(ASKED_EN))
def test_force_is_seen_in_english(text: str) -> None:
    assert asks_for_force(text, "en")


@pytest.mark.parametrize(("language", "sentences"), [("zh", ORDINARY_ZH), ("en", ORDINARY_EN), *REFUSED.items()])
def test_ordinary_words_and_what_is_refused_are_no_force(language: str, sentences: str) -> None:
    assert {text: found for text in each(sentences) if (found := asks_for_force(text, language))} == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{zh: 对讲安抚, en: Talk to the car}", "{zh: 把人扣下, en: Talk to the car}"),
        ("{zh: 对讲安抚, en: Talk to the car}", "{zh: 对讲安抚, en: Detain the man}"),
        ("{zh: 坐下, en: Sit down}", "{zh: 搜他的包, en: Sit down}"),
        ("{zh: 有孕妇, en: A pregnant woman}", "{zh: 有孕妇, en: Search the man}"),
        ("{zh: 困人, en: People trapped}", "{zh: 我们抓人, en: People trapped}"),
        ('{zh: 几个人？, en: "How many?"}', '{zh: 罚款多少？, en: "How many?"}'),
        ("anyone:\n  - {zh: 别扒门", "anyone:\n  - {zh: 抓住小偷"),
    ],
)
def test_no_sentence_asks_for_force(path: Path, old: str, new: str) -> None:
    fault = only_fault(read_playbook, broken(path, LIFT, old=old, new=new))
    assert fault.line == line_of(path, new.splitlines()[-1].strip())
    assert "is not ours to do" in fault.problem
    assert "call 110" in fault.remedy


def test_a_forbidden_act_may_be_named(path: Path) -> None:
    broken(path, LIFT, old="          - {zh: 别扒门, en: Do not", new="          - {zh: 搜身、扣人都是违法, en: Do not")
    assert read_playbook(path).id == "lift"


@pytest.mark.covers("GEN-09")
@pytest.mark.parametrize("number", ["119", "110", "120"])
def test_a_call_for_help_never_waits(path: Path, number: str) -> None:
    plain = LIFT.replace("call: {to: lift_maintenance", f'call: {{to: "{number}"')
    path.write_text(plain, encoding="utf-8")
    fault = only_fault(read_playbook, path)
    assert fault.line == line_of(path, "call: {to")
    assert (fault.problem, fault.remedy) == (
        f'"call" calls {number} and could be kept waiting',
        "add life: true, and put it first in its lane",
    )
    for freed in ("life: true", "anybody: true"):
        path.write_text(plain.replace("        call: {to", f"        {freed}\n        call: {{to"), encoding="utf-8")
        assert read_playbook(path).lanes[1].steps[0].call is not None


def test_a_call_to_a_firm_may_wait(path: Path) -> None:
    path.write_text(LIFT, encoding="utf-8")
    assert not read_playbook(path).lanes[1].steps[0].life
