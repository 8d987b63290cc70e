"""Everything of WeCom and WeChat the settings name: one client, its channels, doors for callbacks, and what runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bot.clock import Clock
from bot.domain.hand_over import month_of
from bot.domain.roster import Roster
from bot.engine.hand_over_watch import HandOvers
from bot.engine.inbox import Inbox
from bot.engine.rooms import Rooms
from bot.engine.service_window import Pages, ServiceWindows
from bot.engine.trouble import trouble
from bot.platforms.wecom import Wecom
from bot.platforms.wecom_api import Api
from bot.platforms.wecom_budget import Budget
from bot.platforms.wecom_door import Door
from bot.platforms.wecom_envelope import Seal, wrap
from bot.platforms.wecom_errors import ApiError
from bot.platforms.wecom_read import read
from bot.platforms.wecom_robot import Robot
from bot.platforms.wecom_robot_chat import WecomRobotChat
from bot.platforms.wecom_room import WecomRoom
from bot.platforms.weixin_group import WeixinGroup
from bot.platforms.weixin_group_found import FoundTasks
from bot.platforms.weixin_group_tasks import WeixinGroupTasks
from bot.platforms.weixin_kf import ALLOWANCE, WeixinKf
from bot.platforms.weixin_kf_link import contact_link, link_with
from bot.platforms.weixin_kf_sync import WeixinKfSync
from bot.settings import Settings
from bot.store import hand_overs, said, small_facts
from bot.store.db import Database
from bot.talk.platform import Platform, Shape

SCENE = "notice"
"""Says that a resident has come by the link of a notice."""
LINK_AGAIN = 60.0
LINK_FACT = f"link:{WeixinGroup.name}"
"""The fact how the link looks under words that are pasted into a group by hand, with `{start}` for its payload."""
_START = "zhiban-start"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
_EACH = 3
"""Messages a parcel counts for in what the budget starts with: long words in two, and a card."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Part:
    """Something that runs as long as the program does."""

    name: str
    run: Callable[[], Coroutine[Any, Any, object]]


@dataclass(frozen=True, kw_only=True)
class Attached:
    """What a connection does once there is an inbox."""

    parts: tuple[Part, ...]
    wecom: Door
    weixin: Door | None
    sync: WeixinKfSync | None

    @property
    def problem(self) -> str:
        """Why nothing comes in; empty while all is well."""
        found = (self.sync, self.wecom, self.weixin)
        return next((one.problem for one in found if one is not None and one.problem), "")

    @property
    def doors(self) -> Mapping[str, Door | None]:
        """As the web side names them."""
        return {"wecom": self.wecom, "weixin": self.weixin}

    @property
    def refused(self) -> int:
        """How many calls were not let in."""
        return sum(sum(door.refusals.values()) for door in (self.wecom, self.weixin) if door is not None)

    async def begun(self) -> None:
        """Waits until everything that was written before the start is in."""
        if self.sync is not None:
            await self.sync.begun.wait()


class WecomConnection:
    """The company's app, with what its settings add to it."""

    def __init__(self, settings: Settings, clock: Clock, *, db: Database, submit: str) -> None:
        """`submit`: the label below a list of choices."""
        assert settings.wecom is not None
        self._settings, self._clock, self._db = settings, clock, db
        self._roster: Callable[[], Roster] = Roster
        self._wecom, self._kf_settings = settings.wecom, settings.weixin_kf
        kf_secret = {"kf": settings.weixin_kf.secret} if settings.weixin_kf else {}
        contact = {"contact": settings.wecom.contact_secret} if settings.wecom.contact_secret else {}
        secrets = {"app": settings.wecom.secret, **contact, **kf_secret}
        wecom = settings.wecom
        self._api = Api(wecom.base_url, wecom.corp_id, agent_id=wecom.agent_id, secrets=secrets)
        self._budget = Budget(settings.limits.wecom_member_per_minute)
        self._app = Wecom(self._api, submit=submit, budget=self._budget, reader=read)
        self._room = WecomRoom(self._api)
        self._link = ""
        self._group = self._groups() if contact else None
        self._kf = self._service() if settings.weixin_kf else None
        self._robot = WecomRobotChat(Robot(self._api, self._wecom.robot_key)) if self._wecom.robot_key else None

    async def start(self) -> None:
        """Opens the client, and counts what members had in the last hour: they have had it, whoever sent it."""
        await self._api.start()
        now = self._clock.now()
        hour = await said.since(self._db, self._app.name, now - HOUR)
        minute = await said.since(self._db, self._app.name, now - MINUTE)
        for member, count in hour.items():
            lately = minute.get(member, 0)
            self._budget.prime(member, count - lately, age=2 * MINUTE.total_seconds())
            self._budget.prime(member, _EACH * lately)

    async def stop(self) -> None:
        """Hands over what is being gathered, and closes all connections."""
        if self._group is not None:
            await self._group.settle()
        await self._api.stop()

    def platforms(self) -> Iterator[Platform]:
        """Each channel is a platform of its own."""
        yield self._app
        yield self._room
        for one in (self._group, self._kf, self._robot):
            if one is not None:
                yield one

    def attach(self, inbox: Inbox, *, after: Callable[[], None]) -> Attached:
        """What brings messages to the inbox, and what runs beside it."""
        self._roster = lambda: inbox.world.roster
        rooms = Rooms(self._db, inbox, self._clock, platforms={self._room.name: self._room}, after=after)
        parts = [Part(name="rooms", run=rooms.run)]
        if self._group is not None:
            tasks = {self._group.name: WeixinGroupTasks(self._api)}
            watch = HandOvers(self._db, inbox, tasks, self._clock, after=after)
            parts.append(Part(name="hand-overs", run=watch.run))
        sync = self._syncing(inbox, after=after)
        if sync is not None:
            parts += [Part(name="service account", run=sync.run), Part(name="link", run=self._find_link)]
        return Attached(parts=tuple(parts), wecom=self._door(inbox, sync), weixin=self._service_door(sync), sync=sync)

    def _door(self, inbox: Inbox, sync: WeixinKfSync | None) -> Door:
        """Where WeCom calls: what it brings is kept before it is answered."""

        async def keep(message: Mapping[str, Any], now: datetime) -> None:
            await inbox.keep(self._app.name, [wrap(message, now)])
            if sync is not None:
                await sync.hear(message, now)  # where the app looks after the service account, its calls come in here

        wecom = self._wecom
        seal = Seal(wecom.token, wecom.aes_key, wecom.corp_id, str(wecom.agent_id))
        return Door(seal, keep=keep, now=self._clock.now)

    def _service_door(self, sync: WeixinKfSync | None) -> Door | None:
        """Where the service account calls: it says only that there is something to fetch."""
        kf = self._kf_settings
        if kf is None or sync is None:
            return None
        seal = Seal(kf.token, kf.aes_key, self._wecom.corp_id, None)
        return Door(seal, keep=sync.hear, now=self._clock.now)

    def _syncing(self, inbox: Inbox, *, after: Callable[[], None]) -> WeixinKfSync | None:
        if self._kf is None or self._kf_settings is None:
            return None
        pages = Pages(
            self._db,
            self._clock,
            platform=self._kf.name,
            place=self._kf_settings.open_kfid,
            allowance=ALLOWANCE,
            box=inbox,
            after=after,
        )
        return WeixinKfSync(self._api, self._kf_settings.open_kfid, keeping=pages, now=self._clock.now)

    def _groups(self) -> WeixinGroup:
        reserve = self._settings.limits.weixin_group_reserve
        found = FoundTasks(WeixinGroupTasks(self._api), now=self._clock.now, recorded=self._is_recorded)
        return WeixinGroup(
            self._api,
            owner_of=self._owner_of,
            link=self._link_for,
            left=self._left,
            reserve=reserve,
            made=found.find,
        )

    def _service(self) -> WeixinKf:
        assert self._kf_settings is not None
        windows = ServiceWindows(self._db, self._clock, platform=WeixinKf.name, allowance=ALLOWANCE)
        return WeixinKf(self._api, self._kf_settings.open_kfid, windows=windows)

    def _owner_of(self, chat: str) -> str:
        roster = self._roster()
        known = roster.chat(WeixinGroup.name, chat)
        owner = roster.person(known.owner) if known else None
        return owner.accounts.get(self._app.name, "") if owner else ""

    def _link_for(self, payload: str) -> str:
        return link_with(self._link, payload) if self._link else ""

    async def _left(self, chat: str) -> int:
        """Of the messages a group may get this month."""
        roster = self._roster()
        known = roster.chat(WeixinGroup.name, chat)
        home = roster.community(known.community) if known else None
        begun, most = month_of(self._clock.now(), home.zone if home else UTC)
        return most - await hand_overs.used(self._db, WeixinGroup.name, chat, since=begun)

    async def _is_recorded(self, task: str, chat: str) -> bool:
        """Whether a task is known to wait for this group's owner."""
        return any(one.chat == chat for one in await hand_overs.of_task(self._db, WeixinGroup.name, task))

    async def _find_link(self) -> None:
        """Until it is known notices go out without it: their words have the telephone number."""
        assert self._kf_settings is not None
        while True:
            try:
                self._link = self._link or await contact_link(self._api, self._kf_settings.open_kfid, SCENE)
                pattern = link_with(self._link, _START).replace(_START, "{start}")
                await self._db.write(partial(small_facts.put, name=LINK_FACT, value=pattern, now=self._clock.now()))
            except ApiError as error:
                _log.warning("the link to the service account is not known yet: %s", error.words)
            except Exception as error:
                _log.error("the link to the service account is not kept yet: %s", trouble(error))
            else:
                return
            await asyncio.sleep(LINK_AGAIN)


def shapes_of(settings: Settings) -> Mapping[str, Shape]:
    """What the channels can do that the settings name."""
    if settings.wecom is None:
        return {}
    shapes = {Wecom.name: Wecom.shape, WecomRoom.name: WecomRoom.shape}
    if settings.wecom.contact_secret:
        shapes[WeixinGroup.name] = WeixinGroup.shape
    if settings.weixin_kf is not None:
        shapes[WeixinKf.name] = WeixinKf.shape
    if settings.wecom.robot_key:
        shapes[WecomRobotChat.name] = WecomRobotChat.shape
    return shapes
