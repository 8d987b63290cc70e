"""What the app asks about itself and about members: its menu, its settings, who somebody is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.sandbox.wecom_wire import WecomRefusal, size, wrong
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.wecom_corp import Corp

BUTTONS, SUB_BUTTONS, NAME_BYTES, SUB_NAME_BYTES, KEY_BYTES = 3, 5, 16, 40, 128


def create_menu(corp: Corp, body: Json) -> Json:
    """menu/create (WD 90231)."""
    _check_agent(corp, body)
    if not 1 <= len(body["button"]) <= BUTTONS:
        raise wrong("button takes 1 to 3")
    for button in body["button"]:
        below = button.get("sub_button", [])
        if len(below) > SUB_BUTTONS or not 0 < size(button["name"]) <= NAME_BYTES:
            raise wrong(f"menu button {button['name']}")
        for one in below or [button]:
            _check_button(one)
    corp.menu = body["button"]
    return {}


def _check_button(button: Json) -> None:
    if not 0 < size(button["name"]) <= SUB_NAME_BYTES or "sub_button" in button:
        raise wrong(f"menu button {button['name']}")
    if button.get("type") == "view":
        if not button.get("url"):
            raise wrong("menu button without url")
    elif button.get("type") != "click" or not 0 < size(button.get("key", "")) <= KEY_BYTES:
        raise wrong("menu button without key, or of another type")


def menu_buttons(corp: Corp) -> Iterator[Json]:
    """All that can be pressed in the menu."""
    for button in corp.menu:
        yield from button.get("sub_button") or [button]


def read_menu(corp: Corp, body: Json) -> Json:
    """menu/get (WD 90232)."""
    _check_agent(corp, body)
    if not corp.menu:
        raise WecomRefusal(46003)
    return {"button": corp.menu}


def delete_menu(corp: Corp, body: Json) -> Json:
    """menu/delete (WD 90233)."""
    _check_agent(corp, body)
    corp.menu = []
    return {}


def read_agent(corp: Corp, body: Json) -> Json:
    """agent/get (WD 90227)."""
    _check_agent(corp, body)
    seen = [{"userid": member.userid} for member in corp.members.values() if member.visible]
    return {
        "agentid": corp.agent_id,
        "name": corp.name,
        "square_logo_url": "",
        "description": "",
        "allow_userinfos": {"user": seen},
        "allow_partys": {"partyid": [1] if corp.sees_everybody else []},
        "allow_tags": {"tagid": []},
        "close": 0,
        "redirect_domain": corp.domain,
        "report_location_flag": 0,
        "isreportenter": 0,
        "home_url": "",
    }


def read_user(corp: Corp, body: Json) -> Json:
    """user/get (WD 90196)."""
    member = corp.find_member(body["userid"])
    if member is None:
        raise WecomRefusal(60111)
    if not member.visible:
        raise WecomRefusal(60011)
    return {"userid": member.userid, "name": member.name, "department": [1], "status": 1, "isleader": 0, "enable": 1}


def list_callers(corp: Corp, body: Json) -> Json:
    """getcallbackip: where callbacks come from (WD 92521)."""
    del corp, body
    return {"ip_list": ["127.0.0.1"]}


def _check_agent(corp: Corp, body: Json) -> None:
    if int(body["agentid"]) != corp.agent_id:
        raise WecomRefusal(301002)
