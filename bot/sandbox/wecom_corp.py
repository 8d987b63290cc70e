"""A corp of WeCom in a world: its app, secrets and tokens, its members, and everything the app has done."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, fields

from bot.sandbox.ledger import Ledger
from bot.sandbox.limits import Window
from bot.sandbox.wecom_callback import Callbacks
from bot.sandbox.wecom_contact import Contact
from bot.sandbox.wecom_faults import WecomFaults
from bot.sandbox.wecom_kf import Service
from bot.sandbox.wecom_media import MediaShelf
from bot.sandbox.wecom_message import Messages
from bot.sandbox.wecom_phone import FIRST_NUMBER, Phone
from bot.sandbox.wecom_robot import Robot
from bot.sandbox.wecom_room import Rooms
from bot.sandbox.wecom_seal import Endpoint
from bot.sandbox.wecom_wire import WecomRefusal
from bot.sandbox.wire import Json

TOKEN_LIFE = 7200


@dataclass(kw_only=True)
class CorpLimits:
    """Ceilings; a test may lower them."""

    per_minute: int = 10_000
    """Calls of one path by one corp (WD 90454)."""
    at_once: int = 10
    """Calls of one path at the same time: 45033. The figure is not published; people name 5 to 10."""
    member_per_minute: int = 30
    member_per_hour: int = 1_000
    room_per_minute: int = 200
    """What a member gets in groups of the app (WD 90248)."""
    callback_seconds: float = 5.0
    callback_pause: float = 0.2
    """Between two tries of a callback; not published."""
    dispatching: float = 1.0
    """Seconds after its creation in which a task of the customer groups can't be asked about: 41063."""
    robot_per_minute: int = 20


@dataclass(kw_only=True)
class Token:
    """An access_token: what it may do, and until when."""

    secret: str
    until: float


@dataclass(kw_only=True)
class Member:
    """Somebody of the corp."""

    userid: str
    name: str
    phone: Phone
    licensed: bool = True
    visible: bool = True
    """Within the app's visible range: else it can't be written to or asked about."""
    plugin: bool = False
    """Reads in WeChat, not in WeCom: sees text and files, of all else only that it can't be shown."""
    windows: tuple[Window, ...] = ()
    room_window: Window = field(default_factory=lambda: Window(most=200, span=60.0))


@dataclass(kw_only=True)
class Corp:
    """One corp with one app, one customer-contact secret and one service account."""

    corp_id: str
    agent_id: int
    secrets: dict[str, str]
    ledger: Ledger
    now: Callable[[], float]
    open_kfid: str = ""
    name: str = "Duty"
    sees_everybody: bool = True
    """The root department is within the app's visible range: else it can't make groups (WD 90245)."""
    domain: str = ""
    """The trusted domain."""
    limits: CorpLimits = field(default_factory=CorpLimits)
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    phones: dict[int, Phone] = field(default_factory=dict)
    messages: Messages = field(default_factory=Messages)
    media: MediaShelf = field(default_factory=MediaShelf)
    rooms: Rooms = field(default_factory=Rooms)
    contact: Contact = field(default_factory=Contact)
    service: Service = field(default_factory=Service)
    robots: dict[str, Robot] = field(default_factory=dict)
    menu: list[Json] = field(default_factory=list)
    faults: WecomFaults = field(default_factory=WecomFaults)
    running: dict[str, int] = field(default_factory=dict)
    minutes: dict[str, Window] = field(default_factory=dict)
    fetched: int = 0
    last_msg: int = 7_000_000_000_000_000_000

    def __post_init__(self) -> None:
        self.callbacks = Callbacks(corp=self)

    def endpoint(self, to: str) -> Endpoint | None:
        """Where callbacks of the app or the service account go; None: nowhere."""
        end = self.endpoints.get(to)
        return end if end and end.url else None

    def new_phone(self, kind: str, id: str, name: str) -> Phone:
        """A conversation."""
        number = FIRST_NUMBER + len(self.phones)
        phone = Phone(number=number, kind=kind, id=id, name=name, ledger=self.ledger, now=self.now)
        self.phones[number] = phone
        return phone

    def find_member(self, userid: str) -> Member | None:
        """Somebody by userid, which knows no upper and lower case."""
        return self.members.get(userid) or next(
            (member for name, member in self.members.items() if name.lower() == userid.lower()), None
        )

    def find_visible(self, userid: str) -> Member | None:
        """The same, for who can be written to."""
        member = self.find_member(userid)
        return member if member and member.visible else None

    def next_msg(self) -> int:
        """The MsgId of a message: 64 bits."""
        self.last_msg += 1
        return self.last_msg

    def give_token(self, secret: str) -> Json:
        """gettoken (WD 91039)."""
        kind = next((name for name, value in self.secrets.items() if value and value == secret), None)
        if kind is None:
            raise WecomRefusal(40001)
        self.fetched += 1
        token = f"{kind}-{self.corp_id[-6:]}-{secrets.token_urlsafe(24)}"
        self.tokens[token] = Token(secret=kind, until=self.now() + TOKEN_LIFE)
        return {"access_token": token, "expires_in": TOKEN_LIFE}

    def check_token(self, token: str, secret: str) -> None:
        """Refuses a token that is dead, or of a secret that may not do this."""
        known = self.tokens[token]
        if self.now() >= known.until:
            raise WecomRefusal(42001)
        if secret not in ("any", known.secret):
            raise WecomRefusal(48002)

    def count_call(self, path: str) -> None:
        """Refuses what is over the base frequency of a path (WD 90454)."""
        window = self.minutes.setdefault(path, Window(most=self.limits.per_minute, span=60.0))
        window.most = self.limits.per_minute
        if window.wait(self.now(), 1) > 0:
            raise WecomRefusal(45009)
        window.times.append(self.now())

    def set_limits(self, wish: Json) -> None:
        """Changes ceilings by name."""
        known = {one.name for one in fields(CorpLimits)}
        for name, value in wish.items():
            if name not in known:
                raise ValueError(f"no limit {name}; there are {', '.join(sorted(known))}")
            setattr(self.limits, name, value)

    def add_member(
        self, userid: str, name: str, *, licensed: bool = True, visible: bool = True, plugin: bool = False
    ) -> Member:
        """Makes or changes somebody."""
        old = self.members.get(userid)
        minute = Window(most=self.limits.member_per_minute, span=60.0)
        hour = Window(most=self.limits.member_per_hour, span=3600.0)
        member = Member(
            userid=userid,
            name=name,
            phone=old.phone if old else self.new_phone("member", userid, name),
            licensed=licensed,
            visible=visible,
            plugin=plugin,
            windows=old.windows if old else (minute, hour),
            room_window=Window(most=self.limits.room_per_minute, span=60.0),
        )
        self.members[userid] = member
        return member

    def end(self) -> None:
        """The corp is gone."""
        self.callbacks.stop()
        self.faults.heal()
