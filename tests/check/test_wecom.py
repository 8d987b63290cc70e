"""`zhiban check` says of each fault of a WeCom set-up what is wrong, on which line, and where it is put right."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.check.finding import Finding, Level, as_lines
from bot.check.offline import offline
from bot.check.online import online
from tests.platforms import qyapi as wecom
from tests.platforms.qyapi import AGENT, CORP, KF_SECRET, SECRET, Qyapi, no, yes
from tests.read.files import line_of

AES_KEY = "a" * 43
SETTINGS = """\
[company]
name = "安居物业"
[wecom]
corp_id = "{corp}"
agent_id = {agent}
secret = "{secret}"
token = "cbtoken"
aes_key = "{aes}"
base_url = "{url}"
contact_secret = "{secret}"
robot_key = "rob-1"
[weixin_kf]
open_kfid = "wk1"
secret = "{kf}"
token = "cbtoken"
aes_key = "{aes}"
"""
ROSTER = """\
[[community]]
id = "anju"
name = "安居苑"
timezone = "Asia/Shanghai"
  [[community.building]]
  name = "3号楼"
  units = 2
  floors = 18
[[person]]
id = "wang"
name = "王强"
post = "安保队长"
department = "security"
roles = ["responder"]
communities = ["anju"]
wecom = "WangQiang"
[[person]]
id = "he"
name = "何管家"
post = "管家"
department = "service"
roles = ["responder", "admin"]
communities = ["anju"]
wecom = "heguanjia"
[[chat]]
platform = "wecom"
kind = "staff"
community = "anju"
[[chat]]
platform = "wecom"
kind = "resident"
community = "anju"
id = "wr1"
owner = "he"
"""
APP_VIEW = {
    "agentid": AGENT, "name": "值班", "allow_userinfos": {"user": []}, "allow_partys": {"partyid": [1]}, "close": 0,
}  # fmt: skip


@pytest.fixture
async def qyapi() -> AsyncIterator[Qyapi]:
    """A company in which everything is as it should be."""
    async with wecom.serving() as running:
        running.always["agent/get"] = yes(**APP_VIEW)
        running.always["user/get"] = _member
        running.always["externalcontact/groupchat/get"] = yes(group_chat={"name": "3号楼业主群", "owner": "HeGuanJia"})
        running.always["kf/account/list"] = yes(account_list=[{"open_kfid": "wk1", "name": "安居物业客服"}])
        yield running


async def _member(qyapi: Qyapi, request: web.Request) -> web.StreamResponse:
    return await yes(userid=request.query["userid"], status=1)(qyapi, request)


@pytest.fixture
def settings(qyapi: Qyapi, tmp_path: Path) -> Path:
    file = tmp_path / "zhiban.toml"
    given = {"corp": CORP, "agent": AGENT, "secret": SECRET, "kf": KF_SECRET, "aes": AES_KEY, "url": qyapi.url}
    file.write_text(SETTINGS.format(**given), encoding="utf-8")
    (tmp_path / "roster.toml").write_text(ROSTER, encoding="utf-8")
    return file


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def bad(findings: list[Finding]) -> list[tuple[Level, str, str]]:
    return [(one.level, one.subject, one.where) for one in findings if one.level is not Level.OK]


async def test_all_is_well(settings: Path, qyapi: Qyapi) -> None:
    findings = await online(settings, {})
    assert bad(findings) == [], as_lines(findings)
    assert [one.subject for one in findings] == ["app", "person", "person", "group", "service account"]
    assert {call.path for call in qyapi.calls} == {
        "gettoken", "agent/get", "user/get", "externalcontact/groupchat/get", "kf/account/list",
    }  # fmt: skip
    assert "message/send" not in {call.path for call in qyapi.calls}, "nobody's telephone rings"


FAULTS = [
    # code, on the line with, what is said
    (40013, "corp_id", ("corp_id", "我的企业 → 企业信息 → 企业ID")),
    (40001, "secret =", ("secret", "应用管理 → 自建 → the app → Secret")),
    (40056, "agent_id", ("agent_id", "AgentId")),
    (301002, "agent_id", ("agent_id", "AgentId and Secret")),
    (48001, "secret =", ("may not use", "可调用接口的应用")),
    (50001, "secret =", ("trusted domain", "可信域名")),
    (50002, "secret =", ("visible range", "可见范围")),
    (50003, "secret =", ("switched off", "启用")),
    (60020, "secret =", ("203.0.113.7", "企业可信IP")),
    (60011, "secret =", ("visible range", "可见范围")),
]


@pytest.mark.parametrize(("code", "mark", "said"), FAULTS, ids=lambda value: str(value)[:20])
async def test_a_fault_of_the_set_up_is_explained_once(
    settings: Path, qyapi: Qyapi, code: int, mark: str, said: tuple[str, ...]
) -> None:
    qyapi.always["agent/get"] = no(code, f"not allow to access, from ip: 203.0.113.7, secret {SECRET}")
    (finding,) = await online(settings, {})
    assert (finding.level, finding.subject, finding.where) == (
        Level.FAIL, "token", f"{settings}:{line_of(settings, mark)}",
    )  # fmt: skip
    assert [words for words in said if words not in finding.remedy] == []
    assert SECRET not in str(finding)


async def test_a_secret_of_another_company_is_refused_with_its_token(settings: Path, qyapi: Qyapi) -> None:
    change(settings, f'secret = "{SECRET}"', 'secret = "wrong_one"')
    (finding,) = await online(settings, {})
    assert (finding.level, finding.where) == (Level.FAIL, f"{settings}:{line_of(settings, 'wrong_one')}")
    assert "Secret" in finding.remedy
    assert "wrong_one" not in str(finding)
    assert qyapi.tokens == 0


async def test_a_server_that_is_not_there(settings: Path) -> None:
    (finding,) = await online(settings, {"ZHIBAN_WECOM__BASE_URL": "http://127.0.0.1:9"})
    assert (finding.level, finding.where) == (Level.FAIL, "http://127.0.0.1:9")
    assert finding.remedy.endswith("look at the network of this machine, then at base_url in [wecom]")


async def test_an_app_that_is_switched_off_or_sees_too_little(settings: Path, qyapi: Qyapi) -> None:
    qyapi.always["agent/get"] = yes(**{**APP_VIEW, "close": 1, "allow_partys": {"partyid": [7]}})
    found = [one for one in await online(settings, {}) if one.level is not Level.OK]
    assert [(one.level, one.subject) for one in found] == [(Level.FAIL, "app"), (Level.WARN, "app")]
    assert "启用" in found[0].remedy
    assert "topmost department" in found[1].remedy


@pytest.mark.parametrize(
    ("answer", "level", "said"),
    [
        (no(60111), Level.FAIL, 'WeCom knows no "wangqiang"'),
        (no(60011), Level.FAIL, "outside the visible range"),
        (yes(userid="WANGQIANG", status=4), Level.WARN, "has not joined"),
        (no(45009), Level.WARN, "did not say"),
    ],
    ids=["unknown", "outside", "not joined", "busy"],
)
async def test_each_person_is_looked_up(
    settings: Path, qyapi: Qyapi, answer: wecom.Answer, level: Level, said: str
) -> None:
    qyapi.plan("user/get", answer)
    found = [one for one in await online(settings, {}) if one.level is not Level.OK]
    where = f"{settings.parent / 'roster.toml'}:{line_of(settings.parent / 'roster.toml', 'wang') - 1}"
    assert (found[0].level, found[0].subject, found[0].where) == (level, "person", where)
    assert said in found[0].remedy


@pytest.mark.parametrize(
    ("answer", "subject", "mark", "said"),
    [
        (no(48002), "groups", "contact_secret", "客户联系 → 客户 → API → 可调用接口的应用"),
        (no(40050), "group", "[[chat]]", "zhiban wecom groups"),
        (yes(group_chat={"name": "g", "owner": "WANGQIANG"}), "group", "[[chat]]", 'write owner = "wang"'),
        (yes(group_chat={"name": "g", "owner": "x"}), "group", "[[chat]]", '[[person]] with wecom = "x"'),
    ],
    ids=["no right", "no such group", "another owner", "a strange owner"],
)
async def test_each_customer_group_is_looked_up(
    settings: Path, qyapi: Qyapi, answer: wecom.Answer, subject: str, mark: str, said: str
) -> None:
    qyapi.always["externalcontact/groupchat/get"] = answer
    (finding,) = [one for one in await online(settings, {}) if one.level is not Level.OK]
    roster = settings.parent / "roster.toml"
    where = settings if subject == "groups" else roster
    line = line_of(settings, mark) if subject == "groups" else line_of(roster, 'id = "wr1"') - 4
    assert (finding.level, finding.subject, finding.where) == (Level.FAIL, subject, f"{where}:{line}")
    assert said in finding.remedy


@pytest.mark.parametrize(
    ("answer", "mark", "said"),
    [
        (yes(account_list=[{"open_kfid": "wk2", "name": "别的"}]), "open_kfid", "wk2 (别的)"),
        (yes(account_list=[]), "open_kfid", "make one"),
        (no(48002), KF_SECRET, "微信客服 → API → 可调用接口的应用"),
        (no(40001), KF_SECRET, "微信客服 → API → Secret"),
    ],
    ids=["another", "none", "no right", "wrong secret"],
)
async def test_the_service_account_is_looked_up(
    settings: Path, qyapi: Qyapi, answer: wecom.Answer, mark: str, said: str
) -> None:
    qyapi.always["kf/account/list"] = answer
    (finding,) = [one for one in await online(settings, {}) if one.level is not Level.OK]
    where = f"{settings}:{line_of(settings, mark)}"
    assert (finding.level, finding.subject, finding.where) == (Level.FAIL, "service account", where)
    assert said in finding.remedy


@pytest.mark.parametrize(
    ("file", "old", "new", "subject", "said"),
    [
        (
            "roster.toml", 'platform = "wecom"\nkind = "staff"', 'platform = "telegram"\nid = -1\nkind = "staff"',
            "wecom", "read in WeCom only what is for them alone",
        ),
        ("zhiban.toml", f'contact_secret = "{SECRET}"\n', "", "group", "no contact_secret"),
        ("zhiban.toml", 'robot_key = "rob-1"\n', "", "robot", "there is no second way"),
    ],
    ids=["no staff chat", "no secret for groups", "no robot"],
)  # fmt: skip
def test_what_the_files_say_is_found_without_asking(
    settings: Path, file: str, old: str, new: str, subject: str, said: str
) -> None:
    before = [one.subject for one in offline(settings, {})]
    assert not [one for one in before if one in ("wecom", "group")]
    change(settings.parent / file, old, new)
    assert any(said in one.remedy for one in offline(settings, {}) if one.subject == subject)


def test_without_a_service_account_residents_can_t_answer(settings: Path) -> None:
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text[: text.index("[weixin_kf]")], encoding="utf-8")
    assert any("no way to answer" in one.remedy for one in offline(settings, {}) if one.subject == "group")


def test_a_chat_of_nobody_is_said(settings: Path) -> None:
    roster = settings.parent / "roster.toml"
    text = roster.read_text(encoding="utf-8").split("[[chat]]\n")
    roster.write_text("[[chat]]\n".join(text[:2]).replace('wecom = "', 'phone = "'), encoding="utf-8")
    said = [one.remedy for one in offline(settings, {}) if one.subject in ("wecom", "account")]
    assert any("reaches nobody" in one for one in said)
    assert any("账号" in one for one in said)
    assert not any("/whoami" in one for one in said), "there is no Telegram here"
