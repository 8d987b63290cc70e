"""`zhiban check` asks the platform about the token, each group and each person, and says what to do about each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from aiohttp import web

from bot.check.finding import Finding, Level, as_lines
from bot.check.online import online
from tests.platforms.bot_api import TOKEN, Answer, BotApi, refusal, result
from tests.platforms.payloads import ME, Json, admin, member
from tests.platforms.test_telegram_setup import chat
from tests.read.files import SAMPLE, line_of

ROSTER = SAMPLE / "roster.toml"
GONE = refusal(400, "Bad Request: chat not found")


def world(api: BotApi, odd: Mapping[str, Answer], place: Json) -> None:
    """Every group and person is there, except for the odd ones; the bot has the same place in all groups."""

    async def get_chat(api: BotApi, request: web.Request) -> web.Response:
        asked = str((await request.post())["chat_id"])
        private = {"id": int(asked), "type": "private", "title": None, "first_name": "王"}
        usual = result(chat(**(private if not asked.startswith("-") else {"id": int(asked)})))
        return await odd.get(asked, usual)(api, request)

    api.plan("getChat", *[get_chat] * 12)
    api.plan("getChatMember", *[result(place)] * 3)


async def check(api: BotApi, settings: Path = SAMPLE / "zhiban.toml", **environment: str) -> list[Finding]:
    given = {"ZHIBAN_TELEGRAM__TOKEN": TOKEN, "ZHIBAN_TELEGRAM__BASE_URL": api.url}
    return await online(settings, given | environment)


def bad(findings: list[Finding]) -> list[tuple[Level, str, str]]:
    return [(f.level, f.subject, f.where) for f in findings if f.level is not Level.OK]


async def test_all_is_well(api: BotApi) -> None:
    world(api, {}, admin(can_pin_messages=True))
    findings = await check(api)
    assert bad(findings) == [], as_lines(findings)
    assert [finding.subject for finding in findings] == ["token", *["group"] * 3, *["person"] * 9]
    assert "@ZhibanBot" in findings[0].remedy


async def test_a_wrong_token_ends_it_and_is_not_shown(api: BotApi) -> None:
    findings = await check(api, ZHIBAN_TELEGRAM__TOKEN="42:wrong_secret")
    assert [(f.level, f.subject, f.where) for f in findings] == [
        (Level.FAIL, "token", "environment variable ZHIBAN_TELEGRAM__TOKEN")
    ]
    assert "BotFather" in findings[0].remedy
    assert "wrong_secret" not in as_lines(findings)


async def test_a_refused_token_is_named_with_its_line(api: BotApi, tmp_path: Path) -> None:
    settings = tmp_path / "zhiban.toml"
    for key, value in (("token", "42:wrong"), ("token_file", "token.txt")):
        (tmp_path / "token.txt").write_text("42:wrong", encoding="utf-8")
        (tmp_path / "roster.toml").write_text(ROSTER.read_text(encoding="utf-8"), encoding="utf-8")
        given = f'[company]\nname = "x"\n\n[telegram]\nbase_url = "{api.url}"\n{key} = "{value}"\n'
        settings.write_text(given, encoding="utf-8")
        assert [finding.where for finding in await online(settings, {})] == [f"{settings}:6"]


async def test_a_server_that_is_not_there() -> None:
    (finding,) = await online(SAMPLE / "zhiban.toml", {"ZHIBAN_TELEGRAM__BASE_URL": "http://127.0.0.1:9"})
    assert (finding.level, finding.where) == (Level.FAIL, "http://127.0.0.1:9")
    assert finding.remedy.endswith("look at the network of this machine, then at base_url in [telegram]")


async def test_a_group_without_the_bot_and_a_person_who_never_started_it(api: BotApi) -> None:
    world(api, {"-1001": GONE, "1002": GONE, "1003": refusal(500, "Internal")}, admin(can_pin_messages=True))
    findings = await check(api)
    assert bad(findings) == [
        (Level.FAIL, "group", f"{ROSTER}:{line_of(ROSTER, 'id = -1001') - 2}"),
        (Level.WARN, "person", f"{ROSTER}:{line_of(ROSTER, '李电') - 2}"),
        (Level.WARN, "person", f"{ROSTER}:{line_of(ROSTER, '陈工') - 2}"),
    ]
    text = as_lines(findings)
    assert "add @ZhibanBot to the group or correct its id" in text
    assert "let them open @ZhibanBot and press Start" in text
    assert "check again later" in text


async def test_privacy_mode_matters_where_reports_are_written(api: BotApi) -> None:
    api.plan("getMe", result(ME | {"can_read_all_group_messages": False}))
    world(api, {}, member())
    findings = await check(api)
    subjects = [(f.level, f.subject) for f in findings if f.level is not Level.OK]
    privacy, pin = (Level.FAIL, "privacy"), (Level.WARN, "pin")
    assert subjects == [privacy, pin, pin, privacy, pin]
    assert "/setprivacy" in as_lines(findings)


async def test_a_group_the_bot_may_not_write_in(api: BotApi) -> None:
    closed = result(chat(id=-1002, permissions={"can_send_messages": False}))
    world(api, {"-1002": closed}, member())
    findings = await check(api)
    assert [(f.level, f.subject) for f in findings if f.level is Level.FAIL] == [(Level.FAIL, "write")]
    assert "the bot can't pin notices in 值班" in as_lines(findings)
    world(api, {"-1002": closed}, admin(can_pin_messages=True))
    assert bad(await check(api)) == [], "who is an admin may"


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"type": "channel"}, "is a channel, not a group"), ({"type": "private", "first_name": "x"}, "is a private")],
)
async def test_what_is_no_group(api: BotApi, fields: Json, said: str) -> None:
    world(api, {"-1001": result(chat(**fields))}, admin(can_pin_messages=True))
    findings = await check(api)
    assert [(f.level, f.subject) for f in findings if f.level is not Level.OK] == [(Level.FAIL, "group")]
    assert said in as_lines(findings)


async def test_a_bot_that_was_removed_is_said_so(api: BotApi) -> None:
    world(api, {}, member("left"))
    failures = [finding for finding in await check(api) if finding.level is Level.FAIL]
    assert [finding.subject for finding in failures] == ["group"] * 3
    assert all("is not in 值班; add it again" in finding.remedy for finding in failures)


async def test_a_topic_needs_a_forum(api: BotApi, tmp_path: Path) -> None:
    text = ROSTER.read_text(encoding="utf-8").replace("id = -1001\n", "id = -1001\ntopic = 5\n")
    (tmp_path / "roster.toml").write_text(text, encoding="utf-8")
    settings = tmp_path / "zhiban.toml"
    settings.write_text('[company]\nname = "x"\n', encoding="utf-8")
    world(api, {"-1002": result(chat(is_forum=True))}, admin(can_pin_messages=True))
    findings = await check(api, settings)
    assert [f.remedy for f in findings if f.level is not Level.OK] == [
        "值班 has no topics; delete topic, or turn topics on in the group"
    ]


async def test_faulty_files_are_left_to_the_offline_check(api: BotApi, tmp_path: Path) -> None:
    assert await check(api, tmp_path / "none.toml") == []
    assert api.calls == []
