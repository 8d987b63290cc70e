"""The hand-typed table: every path has somebody who answers it, and every field that comes is held against it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.client import SandboxError
from bot.sandbox.wecom_calls import BY_FRONT, CALLS
from bot.sandbox.wecom_check import fields
from bot.sandbox.wecom_shapes import OBJECTS, SHAPES
from bot.sandbox.wecom_wire import ERRORS
from tests.sandbox.wecom_stage import Office, buttons_card, sending, text

PLAIN = {"any", "text", "whole", "decimal", "flag", "number"}
SANDBOX = Path(__file__).parents[2] / "bot" / "sandbox"


def test_every_path_is_answered_and_no_other() -> None:
    assert set(SHAPES) == {*CALLS, *BY_FRONT}
    assert not set(CALLS) & set(BY_FRONT)


def test_every_path_names_its_page_and_its_secret() -> None:
    for path, shape in SHAPES.items():
        assert re.fullmatch(r"WD \d{5,6}(, \d{5,6})*", shape.source), path
        assert shape.secret in {"app", "contact", "kf", "any", "none"}, path
        assert (shape.verb == "GET") == (not shape.body and path != "media/upload"), path


def test_every_type_is_known_and_every_object_used() -> None:
    lines = [*OBJECTS.values(), *(line for shape in SHAPES.values() for line in (shape.query, shape.body))]
    used = {field.type for line in lines for field in fields(line).values()}
    assert used - PLAIN == set(OBJECTS)


def test_every_code_has_its_words() -> None:
    written = {
        int(code)
        for file in SANDBOX.glob("wecom_*.py")
        for code in re.findall(r"WecomRefusal\((?:\*?)(-?\d+)", file.read_text(encoding="utf-8"))
    }
    assert written <= set(ERRORS)


def test_the_sandbox_knows_nothing_of_the_program() -> None:
    for file in SANDBOX.glob("wecom_*.py"):
        imports = re.findall(r"^\s*from (bot\S*|handlers\S*) import", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert all(name.startswith("bot.sandbox") for name in imports), file.name


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("message/send", {"msgtype": "text"}, "missing field agentid"),
        ("message/send", text(priority=1), "unknown field priority"),
        ("message/send", text(safe="0"), "safe must be of type whole"),
        ("message/send", text(safe=True), "safe must be of type whole"),
        ("message/send", {**text(), "text": "x"}, "text must be an object"),
        ("message/send", {**text(), "text": {"content": "x", "size": 1}}, "unknown field text.size"),
        ("message/send", {**text(), "text": {}}, "missing field text.content"),
        ("message/send", sending(buttons_card(button_list={})), "template_card.button_list must be a list"),
        (
            "message/send",
            sending(buttons_card(button_list=[{"text": "a", "key": "a", "colour": 1}])),
            "unknown field template_card.button_list[0].colour",
        ),
        ("appchat/create", {"userlist": ["wangqiang", 5]}, "userlist[1] must be of type text"),
        ("message/send", {**text(), "markdown": {"content": "x"}}, "markdown is not the msgtype"),
        ("message/send", {"msgtype": "text", "touser": "wangqiang", "agentid": 1000002}, "missing field text"),
    ],
)
async def test_what_is_not_on_the_page_is_refused(office: Office, path: str, body: dict[str, Any], words: str) -> None:
    answer = await office.corp.call(path, **body)
    assert answer["errcode"] == 40058
    assert words in answer["errmsg"]
    assert "more info at https://open.work.weixin.qq.com/devtool/query?e=40058" in answer["errmsg"]


async def test_unknown_paths_verbs_and_bodies(office: Office) -> None:
    session, base = office.world.sandbox.session, f"{office.corp.base_url}/cgi-bin"
    token = {"access_token": await office.corp.token("app")}
    async with session.post(f"{base}/message/shout", params=token, json={}) as answer:
        assert answer.status == 404
    async with session.get(f"{base}/message/send", params=token) as answer:
        assert (answer.status, (await answer.json())["errcode"]) == (200, 43002)
    async with session.post(f"{base}/user/get", params=token, json={}) as answer:
        assert (await answer.json())["errcode"] == 43001
    for body in (b"", b"[]", b"{"):
        async with session.post(f"{base}/message/send", params=token, data=body) as answer:
            assert (await answer.json())["errcode"] == 47001
    assert (await office.corp.get("user/get", userid="wangqiang", more="x"))["errcode"] == 40058
    assert (await office.corp.get("menu/get", agentid="eins"))["errcode"] == 40058


@pytest.mark.parametrize(
    ("verb", "wish"),
    [
        ("nonsense", {}),
        ("say", {"by": "nobody", "text": "x"}),
        ("say", {"by": "wangqiang", "text": ""}),
        ("press", {"by": "wangqiang", "message_id": 9, "data": "x"}),
        ("send_on", {"by": "wangqiang"}),
        ("set", {"limits": {"nonsense": 1}}),
        ("fault", {"name": "nonsense"}),
        ("resident_says", {"by": "nobody", "text": "x"}),
        ("room", {"chatid": "x"}),
    ],
)
async def test_wrong_wishes_are_refused(office: Office, verb: str, wish: dict[str, object]) -> None:
    with pytest.raises(SandboxError):
        await office.corp.ask(verb, **wish)
