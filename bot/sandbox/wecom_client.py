"""The client of a corp in the sandbox: its people, faults, ceilings and callbacks, for tests and the demo."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.wecom_outside import CustomerGroup, Resident, Room
from bot.sandbox.wecom_places import Member, Robot
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.client import World


def new_key() -> str:
    """An EncodingAESKey: 43 letters and digits."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(43))


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What the settings of the program need of a corp."""

    corp_id: str = field(default_factory=lambda: f"ww{secrets.token_hex(8)}")
    agent_id: int = 1000002
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    contact_secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    kf_secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    aes_key: str = field(default_factory=new_key)
    open_kfid: str = field(default_factory=lambda: f"wk{secrets.token_hex(10)}")
    kf_token: str = field(default_factory=lambda: secrets.token_hex(16))
    kf_aes_key: str = field(default_factory=new_key)


async def make_corp(
    world: World, keys: Keys, *, url: str, limits: Mapping[str, float], name: str, verify: bool
) -> Corp:
    """A corp on a world; see `World.corp`."""
    corp = Corp(world, keys)
    held = {"app": keys.secret, "contact": keys.contact_secret, "kf": keys.kf_secret}
    named = {"corp_id": keys.corp_id, "agent_id": keys.agent_id, "open_kfid": keys.open_kfid, "name": name}
    await world.ask("corp", secrets=held, **named)
    await corp.changes(url=url, limits=limits, verify=verify)
    return corp


class Corp:
    """One corp with one app."""

    def __init__(self, world: World, keys: Keys) -> None:
        self.world = world
        self.keys = keys
        self._tokens: dict[str, str] = {}

    @property
    def base_url(self) -> str:
        """What the program takes for https://qyapi.weixin.qq.com."""
        return f"{self.world.sandbox.url}/qyapi"

    async def ask(self, verb: str, **wish: object) -> Json:
        """One verb of the control interface, about this corp."""
        return await self.world.ask(f"corp/{verb}", **wish)

    async def changes(
        self,
        *,
        url: str | None = None,
        limits: Mapping[str, float] | None = None,
        secrets: Mapping[str, str] | None = None,
        sees_everybody: bool | None = None,
        domain: str | None = None,
        verify: bool = False,
    ) -> None:
        """Changes where callbacks go (`url`: of our web server; empty: nowhere), ceilings, secrets, the visible range.

        With `verify` the addresses are checked as WeCom does when somebody saves them: else a SandboxError.
        """
        keys = self.keys
        ends = {
            "app": {"url": url and f"{url}/wecom", "token": keys.token, "aes_key": keys.aes_key},
            "kf": {"url": url and f"{url}/weixin", "token": keys.kf_token, "aes_key": keys.kf_aes_key},
        }
        wish: Json = {"limits": dict(limits or {}), "changed_secrets": dict(secrets or {}), "verify": verify}
        wish |= {"sees_everybody": sees_everybody, "domain": domain}
        await self.ask("set", **wish, endpoints=ends if url is not None else None)

    async def member(
        self, userid: str, name: str, *, licensed: bool = True, visible: bool = True, plugin: bool = False
    ) -> Member:
        """Somebody of the corp; visible: to the app; plugin: reads in WeChat, where cards can't be seen."""
        flags = {"licensed": licensed, "visible": visible, "plugin": plugin}
        told = await self.ask("member", userid=userid, name=name, **flags)
        return Member(self, told["number"], name, userid)

    async def resident(self, userid: str, name: str, *, refuses: bool = False) -> Resident:
        """Somebody in WeChat; refuses: they have switched the service account off."""
        told = await self.ask("resident", userid=userid, name=name, refuses=refuses)
        return Resident(self, told["number"], name, userid)

    async def customer_group(
        self,
        chat_id: str,
        name: str,
        *,
        owner: Member,
        residents: Mapping[str, str] | None = None,
        received: int | None = None,
    ) -> CustomerGroup:
        """A group of residents; received: how many of this month's messages it has had already."""
        wish = {"chat_id": chat_id, "name": name, "owner": owner.userid, "residents": dict(residents or {})}
        told = await self.ask("group", **wish, received=received)
        return CustomerGroup(self, told["number"], name, chat_id)

    async def room(self, chatid: str) -> Room:
        """A group the app made, as it stands now."""
        told = await self.ask("room", chatid=chatid)
        return Room(self, told["number"], told["name"], chatid=chatid, owner=told["owner"], members=told["members"])

    async def rooms(self) -> list[Room]:
        """All groups the app made."""
        phones = (await self.ask("phones"))["phones"]
        return [await self.room(one["id"]) for one in phones if one["kind"] == "room"]

    async def robot(self, key: str, name: str = "Duty group") -> Robot:
        """A robot in an internal group."""
        told = await self.ask("robot", key=key, name=name)
        return Robot(self, told["number"], name, key)

    async def fault(
        self,
        name: str,
        *,
        path: str | None = None,
        person: str | None = None,
        count: int | None = None,
        rate: float | None = None,
        seed: int | None = None,
        pace: float | None = None,
        done: bool | None = None,
    ) -> Json:
        """Sets a fault by name; it tells whether the work is done before the error. Without `count` it lasts."""
        what = {"name": name, "path": path, "person": person, "count": count, "rate": rate, "seed": seed}
        return await self.ask("fault", **what, pace=pace, done=done)

    async def heal(self, name: str | None = None) -> None:
        """Ends all faults, or those of a name."""
        await self.ask("heal", name=name)

    async def end_tokens(self, *, unknown: bool = False) -> None:
        """Every token is expired (42001), or as if never given (40014)."""
        self._tokens.clear()
        await self.ask("tokens", unknown=unknown)

    async def event(self, name: str, *, by: str = "sys", **fields: object) -> None:
        """An event of the app by hand, e.g. `inactive_alert`."""
        await self.ask("event", event=name, by=by, fields=fields)

    async def callback(self, *, to: str = "app", **wish: object) -> Json:
        """A callback by hand: status, text and seconds of the answer.

        fields (of the message) or xml (the whole of it), body (instead of the envelope), signature, timestamp, nonce,
        token, aes_key, receiver, agent: what is not given is right.
        """
        return await self.ask("callback", to=to, **wish)

    async def replay(self) -> Json:
        """The last request once more, byte for byte."""
        return await self.ask("replay")

    async def repeat(self, last: int = 1) -> int:
        """The last messages once more under the same MsgId, in new envelopes; how many."""
        return int((await self.ask("repeat", last=last))["repeated"])

    async def greets(self, *, to: str = "app", **wish: object) -> Json:
        """The GET that checks an address: status, text, and whether it was `right`."""
        return await self.ask("verify", to=to, **wish)

    async def state(self) -> Json:
        """Counters: dropped, repeated, fetched (tokens), pending, delivered, lost, tries, menu, faults."""
        return await self.ask("state")

    async def calls(self, path: str = "", *, after: int = 0) -> list[Json]:
        """The calls of the bot, oldest first: path, params, code, fault."""
        entries = await self.world.ledger(after=after, kinds=["qyapi"], limit=1_000_000)
        return [entry for entry in entries if path in {"", entry["path"]}]

    async def call(
        self, path: str, *, secret: str = "app", query: Mapping[str, str] | None = None, **body: object
    ) -> Json:
        """One call of qyapi as the bot would make it: the whole answer, refused or not."""
        session, asked = self.world.sandbox.session, dict(query or {})
        if secret:
            asked["access_token"] = await self.token(secret)
        async with session.post(f"{self.base_url}/cgi-bin/{path}", params=asked, json=body) as answer:
            told: Json = await answer.json()
            return told

    async def get(self, path: str, *, secret: str = "app", **query: str) -> Json:
        """The same for paths that are only asked."""
        if secret:
            query["access_token"] = await self.token(secret)
        async with self.world.sandbox.session.get(f"{self.base_url}/cgi-bin/{path}", params=query) as answer:
            told: Json = await answer.json()
            return told

    async def token(self, secret: str) -> str:
        """An access_token of a secret by name; asked for once."""
        if secret not in self._tokens:
            keys = self.keys
            held = {"app": keys.secret, "contact": keys.contact_secret, "kf": keys.kf_secret}[secret]
            told = await self.get("gettoken", secret="", corpid=keys.corp_id, corpsecret=held)
            self._tokens[secret] = told["access_token"]
        return self._tokens[secret]
