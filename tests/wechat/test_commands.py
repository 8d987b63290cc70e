"""`zhiban wecom setup`, `links` and `groups`: what each asks of WeCom, what it prints, what it says when it can't."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.read.fault import FaultsError
from bot.read.roster import read_roster
from bot.settings import Settings, Wecom, WeixinKf, load
from bot.talk.platform import PlatformError
from bot.wechat.commands import set_up, show_groups, show_links
from tests.platforms import qyapi as wecom
from tests.platforms.qyapi import AGENT, CORP, KF_SECRET, SECRET, Qyapi, no, yes
from tests.test_command_line import FAILS, MISUSED, zhiban

ROSTER = """\
[[community]]
id = "anju"
name = "安居苑"
timezone = "Asia/Shanghai"
  [[community.building]]
  name = "3号楼"
  units = 2
  floors = 18
  [[community.building]]
  name = "A/B座"
  units = 1
  floors = 6
[[person]]
id = "he"
name = "何管家"
post = "管家"
department = "service"
roles = ["responder"]
communities = ["anju"]
wecom = "heguanjia"
[[chat]]
platform = "wecom"
kind = "resident"
community = "anju"
id = "wrKnown"
owner = "he"
"""
ENTRANCE = "https://work.weixin.qq.com/kfid/kfc123?enc_scene="


@pytest.fixture
async def qyapi() -> AsyncIterator[Qyapi]:
    async with wecom.serving() as running:
        yield running


@pytest.fixture
def settings(qyapi: Qyapi, tmp_path: Path) -> Settings:
    (tmp_path / "zhiban.toml").write_text('[company]\nname = "安居物业"\n', encoding="utf-8")
    (tmp_path / "roster.toml").write_text(ROSTER, encoding="utf-8")
    app = Wecom(
        corp_id=CORP, agent_id=AGENT, secret=SECRET, token="t", aes_key="k", base_url=qyapi.url, contact_secret=SECRET
    )
    kf = WeixinKf(open_kfid="wk1", secret=KF_SECRET, token="t", aes_key="k")
    return replace(load(tmp_path / "zhiban.toml", {}), wecom=app, weixin_kf=kf)


async def test_the_menu_is_set_in_the_language_of_the_company(
    qyapi: Qyapi, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await set_up(settings)
    (call,) = (call for call in qyapi.calls if call.path == "menu/create")
    assert call.query["agentid"] == str(AGENT)
    report, *lists = call.body["button"]
    assert report == {"type": "click", "name": "上报", "key": "report"}
    assert all(set(one) == {"name", "sub_button"} for one in lists)
    assert {"type": "click", "name": "收到", "key": "ack"} in lists[0]["sub_button"]
    assert "上报\n" in capsys.readouterr().out
    await set_up(replace(settings, company=replace(settings.company, language="en")))
    assert qyapi.asked("menu/create")[1]["button"][0]["name"] == "Report"


async def test_each_building_has_a_link_of_its_own_and_a_code_to_print(
    qyapi: Qyapi, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    qyapi.plan("kf/add_contact_way", *(yes(url=f"{ENTRANCE}{one}") for one in ("3", "L", "3", "L")))
    await show_links(settings, None)
    assert capsys.readouterr().out == f"安居苑  3号楼  {ENTRANCE}3\n安居苑  A/B座  {ENTRANCE}L\n"
    scenes = [{"open_kfid": "wk1", "scene": scene} for scene in ("b3-anju", "link")]
    assert qyapi.asked("kf/add_contact_way") == scenes
    await show_links(settings, tmp_path / "codes")
    files = sorted(file.name for file in (tmp_path / "codes").iterdir())
    assert files == ["anju-3号楼.png", "anju-3号楼.svg", "anju-A-B座.png", "anju-A-B座.svg"]
    assert (tmp_path / "codes" / files[0]).read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "codes" / files[1]).read_text(encoding="utf-8")
    assert (tmp_path / "codes" / files[1]).read_bytes() != (tmp_path / "codes" / files[3]).read_bytes()


async def test_a_folder_that_can_t_be_written_is_a_sentence(qyapi: Qyapi, settings: Settings, tmp_path: Path) -> None:
    qyapi.always["kf/add_contact_way"] = yes(url=ENTRANCE)
    with pytest.raises(PlatformError, match=r"can't be written"):
        await show_links(settings, tmp_path / "roster.toml")


async def test_groups_are_printed_as_lines_that_fit_into_the_roster(
    qyapi: Qyapi, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    qyapi.plan("externalcontact/groupchat/list", *_pages())
    qyapi.plan("externalcontact/groupchat/get", *(yes(group_chat=one) for one in _groups()))
    assert await show_groups(settings)
    printed = capsys.readouterr().out
    assert "# 老群: wrKnown stands in the roster" in printed
    assert '# give somebody wecom = "someoneelse"' in printed
    assert [body.get("cursor") for body in qyapi.asked("externalcontact/groupchat/list")] == [None, "C2"]
    filled = re.sub(r'buildings = \["\?"\]', 'buildings = ["3号楼"]', printed).replace('owner = "?"', 'owner = "he"')
    settings.roster.file.write_text(f"{ROSTER}\n{filled}", encoding="utf-8")
    added = [(chat.id, chat.owner, chat.buildings) for chat in read_roster(settings.roster.file).chats[1:]]
    assert added == [("wrNew", "he", ("3",)), ("wrStrange", "he", ("3",))]
    assert settings.wecom is not None
    without = replace(settings, wecom=replace(settings.wecom, contact_secret=""))
    with pytest.raises(PlatformError, match="contact_secret"):
        await show_groups(without)


def _pages() -> list[wecom.Answer]:
    return [
        yes(group_chat_list=[{"chat_id": "wrKnown", "status": 0}], next_cursor="C2"),
        yes(group_chat_list=[{"chat_id": "wrNew", "status": 0}, {"chat_id": "wrStrange", "status": 0}], next_cursor=""),
    ]


def _groups() -> list[dict[str, object]]:
    owners = {"老群": "HeGuanjia", "3号楼\n业主群": "heguanjia", "车主群": "someoneelse"}
    return [{"name": name, "owner": owner} for name, owner in owners.items()]


async def test_no_group_is_said(qyapi: Qyapi, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    qyapi.plan("externalcontact/groupchat/list", yes(group_chat_list=[], next_cursor=""))
    assert not await show_groups(settings)
    assert "visible range" in capsys.readouterr().out


async def test_what_wecom_refuses_is_one_sentence_without_a_secret(qyapi: Qyapi, settings: Settings) -> None:
    qyapi.always["menu/create"] = no(60020, "not allow to access from your ip, hint: [x], from ip: 203.0.113.7")
    with pytest.raises(PlatformError) as refused:
        await set_up(settings)
    assert "203.0.113.7" in str(refused.value)
    assert SECRET not in str(refused.value)


async def test_what_the_settings_lack_is_said_before_anybody_is_asked(qyapi: Qyapi, settings: Settings) -> None:
    with pytest.raises(PlatformError, match=r"no \[weixin_kf\]"):
        await show_links(replace(settings, weixin_kf=None), None)
    with pytest.raises(PlatformError, match=r"no \[wecom\]"):
        await set_up(replace(settings, wecom=None))
    settings.roster.file.write_text("", encoding="utf-8")
    with pytest.raises(FaultsError):
        await show_links(settings, None)
    assert qyapi.calls == []


def test_from_outside(tmp_path: Path) -> None:
    (tmp_path / "zhiban.toml").write_text('[company]\nname = "x"\n', encoding="utf-8")
    assert zhiban("wecom", cwd=tmp_path).returncode == MISUSED
    refused = zhiban("wecom", "setup", cwd=tmp_path)
    assert (refused.returncode, refused.stderr) == (
        FAILS,
        "zhiban: the settings have no [wecom]; docs/set-up-wecom.md says how to begin\n",
    )
