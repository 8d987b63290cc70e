"""Control verbs of a corp: making it, its faults and ceilings, and callbacks by hand."""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable

from bot.sandbox import wecom_owners, wecom_people, wecom_residents, wecom_room
from bot.sandbox.limits import Window
from bot.sandbox.webhook import check_address
from bot.sandbox.wecom_callback import Try
from bot.sandbox.wecom_corp import Corp
from bot.sandbox.wecom_robot import Robot
from bot.sandbox.wecom_seal import Endpoint, as_xml, envelope, seal, sign
from bot.sandbox.wecom_wire import WecomRefusal
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import World

CorpVerb = Callable[[Corp, Json], Json | Awaitable[Json]]


async def make_corp(world: World, wish: Json) -> Json:
    """A corp on this world, in place of the one it has; with `verify` its addresses must answer first."""
    corp = Corp(
        corp_id=str(wish["corp_id"]),
        agent_id=int(wish["agent_id"]),
        secrets={name: str(value) for name, value in wish["secrets"].items()},
        ledger=world.ledger,
        now=lambda: time.time() + world.offset,
        open_kfid=str(wish.get("open_kfid", "")),
        name=str(wish.get("name", "Duty")),
    )
    old, world.corp = world.corp, corp
    if old is not None:
        old.end()
    return await change_corp(corp, wish)


async def change_corp(corp: Corp, wish: Json) -> Json:
    """Changes addresses, ceilings, or what the secrets are."""
    corp.set_limits(wish.get("limits", {}))
    corp.secrets |= {name: str(value) for name, value in wish.get("changed_secrets", {}).items()}
    corp.sees_everybody = bool(wish.get("sees_everybody", corp.sees_everybody))
    corp.domain = str(wish.get("domain", corp.domain))
    for to, end in wish.get("endpoints", {}).items():
        if end["url"]:
            check_address(str(end["url"]))
        corp.endpoints[to] = Endpoint(url=str(end["url"]), token=str(end["token"]), aes_key=str(end["aes_key"]))
        if wish.get("verify") and corp.endpoint(to):
            told = await verify(corp, {"to": to})
            if not told["right"]:
                raise Refusal(400, f"the address of {to} does not answer as it must: {told['status']} {told['text']}")
    return {}


async def verify(corp: Corp, wish: Json) -> Json:
    """The GET with which WeCom checks an address: it must answer what was sealed, and nothing else."""
    end = _end(corp, wish)
    words = str(wish.get("echo", secrets.randbelow(10**16)))
    sealed = seal(words, aes_key=end.aes_key, receiver=str(wish.get("receiver", corp.corp_id)))
    query = _query(corp, end, wish, sealed)
    status, text = await corp.callbacks.greet(str(wish["to"]), query | {"echostr": sealed})
    return {"status": status, "text": text, "right": (status, text) == (200, words)}


async def call_back(corp: Corp, wish: Json) -> Json:
    """A callback by hand, with anything about it wrong that the wish says."""
    end = _end(corp, wish)
    receiver, agent = str(wish.get("receiver", corp.corp_id)), str(wish.get("agent", corp.agent_id))
    head = {"ToUserName": receiver, "FromUserName": "sys", "CreateTime": int(corp.now())}
    words = str(wish["xml"]) if "xml" in wish else as_xml(head | wish.get("fields", {}) | {"AgentID": agent})
    sealed = seal(words, aes_key=str(wish.get("aes_key", end.aes_key)), receiver=receiver)
    body = str(wish["body"]) if "body" in wish else envelope(sealed, receiver=receiver, agent=agent)
    status, said, seconds = await corp.callbacks.post(
        Try(url=end.url, query=_query(corp, end, wish, sealed), body=body)
    )
    return {"status": status, "text": said, "seconds": seconds}


def _end(corp: Corp, wish: Json) -> Endpoint:
    end = corp.endpoint(str(wish["to"]))
    if end is None:
        raise Refusal(400, f"no address for {wish['to']}")
    return end


def _query(corp: Corp, end: Endpoint, wish: Json, sealed: str) -> dict[str, str]:
    moment = str(wish.get("timestamp", int(corp.now())))
    nonce = str(wish.get("nonce", secrets.randbelow(10**10)))
    right = sign(str(wish.get("token", end.token)), moment, nonce, sealed)
    return {"msg_signature": str(wish.get("signature", right)), "timestamp": moment, "nonce": nonce}


async def replay(corp: Corp, wish: Json) -> Json:
    """The last request once more, byte for byte: the same nonce, as somebody who listened would send it."""
    del wish
    if corp.callbacks.last is None:
        raise Refusal(400, "there was no callback yet")
    status, said, _ = await corp.callbacks.post(corp.callbacks.last)
    return {"status": status, "text": said}


def repeat(corp: Corp, wish: Json) -> Json:
    """The last messages once more in new envelopes, as after an answer that was lost."""
    return {"repeated": corp.callbacks.repeat(int(wish.get("last", 1)))}


def add_robot(corp: Corp, wish: Json) -> Json:
    """A robot in a group."""
    key = str(wish["key"])
    phone = corp.new_phone("robot", key, str(wish.get("name", "Duty group")))
    corp.robots[key] = Robot(phone=phone, window=Window(most=corp.limits.robot_per_minute, span=60.0))
    return {"number": phone.number}


def remove_robot(corp: Corp, wish: Json) -> Json:
    """Somebody removed the robot."""
    del corp.robots[str(wish["key"])]
    return {}


def set_fault(corp: Corp, wish: Json) -> Json:
    """Sets a fault."""
    return corp.faults.set(wish).told()


def heal(corp: Corp, wish: Json) -> Json:
    """Ends faults."""
    return {"healed": corp.faults.heal(wish.get("name"))}


def end_tokens(corp: Corp, wish: Json) -> Json:
    """All tokens are worth nothing from now on: expired (42001), or as never given (40014)."""
    if wish.get("unknown"):
        corp.tokens.clear()
    for token in corp.tokens.values():
        token.until = 0.0
    return {}


def read_messages(corp: Corp, wish: Json) -> Json:
    """The conversation on a phone as it stands."""
    return corp.phones[int(wish["number"])].told()


def read_phones(corp: Corp, wish: Json) -> Json:
    """All conversations, for whoever draws them."""
    del wish
    return {"phones": [phone.told() for phone in corp.phones.values()]}


def tell_state(corp: Corp, wish: Json) -> Json:
    """Counters."""
    del wish
    calls, messages = corp.callbacks, corp.messages
    return {
        "dropped": messages.dropped,
        "repeated": messages.repeated,
        "dropped_in_rooms": corp.rooms.dropped,
        "fetched": corp.fetched,
        "pending": calls.pending,
        "delivered": calls.delivered,
        "lost": calls.lost,
        "tries": calls.tries,
        "answers": calls.answers,
        "menu": corp.menu,
        "faults": [fault.told() for fault in corp.faults.active],
    }


CORP_VERBS: dict[str, CorpVerb] = {
    "corp/set": change_corp,
    "corp/member": wecom_people.add_member,
    "corp/gone": wecom_people.remove_member,
    "corp/say": wecom_people.say,
    "corp/send": wecom_people.send,
    "corp/press": wecom_people.press,
    "corp/click": wecom_people.click,
    "corp/event": wecom_people.event,
    "corp/room": wecom_room.read_room,
    "corp/group": wecom_owners.add_group,
    "corp/tasks": wecom_owners.read_tasks,
    "corp/send_on": wecom_owners.send_on,
    "corp/resident": wecom_residents.add_resident,
    "corp/resident_opens": wecom_residents.open_account,
    "corp/resident_says": wecom_residents.say,
    "corp/resident_presses": wecom_residents.press,
    "corp/resident_sends": wecom_residents.send,
    "corp/verify": verify,
    "corp/callback": call_back,
    "corp/replay": replay,
    "corp/repeat": repeat,
    "corp/robot": add_robot,
    "corp/unrobot": remove_robot,
    "corp/fault": set_fault,
    "corp/heal": heal,
    "corp/tokens": end_tokens,
    "corp/messages": read_messages,
    "corp/phones": read_phones,
    "corp/state": tell_state,
}


async def do(world: World, verb: str, wish: Json) -> Json:
    """Runs one verb of the corp."""
    if verb == "corp":
        return await make_corp(world, wish)
    if verb not in CORP_VERBS:
        raise Refusal(404, f"no verb {verb}; there are corp, {', '.join(CORP_VERBS)}")
    if world.corp is None:
        raise Refusal(400, f"{verb}: this world has no corp")
    try:
        answer = CORP_VERBS[verb](world.corp, wish)
        return answer if isinstance(answer, dict) else await answer
    except WecomRefusal as refusal:
        raise Refusal(400, f"{verb}: {refusal}") from refusal
