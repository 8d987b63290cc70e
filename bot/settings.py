"""One frozen object from the settings file and the environment; whoever gets it need not check anything again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from bot.domain.deadline import Times
from bot.domain.people import Role
from bot.read.environment import given, with_environment
from bot.read.environment import secret as secret_of
from bot.read.fault import Fault, FaultsError, suggest
from bot.read.known import LANGUAGES, ROLES
from bot.read.table import Table, by_value
from bot.read.times import DURATION_FORM, duration, zones
from bot.read.toml_lines import read_toml
from bot.read.web_address import web_address
from bot.settings_wecom import Wecom as Wecom
from bot.settings_wecom import WeixinKf as WeixinKf
from bot.settings_wecom import read_wecom, read_weixin_kf

LONGEST_ARRIVAL = timedelta(minutes=10)
"""The plans give ten minutes; a company may only be quicker (X-22)."""

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_WECOM_DROPS_OVER = 30
"""Messages to one member in a minute: what is more WeCom drops without a word (WD 90236)."""
_LONGEST_MONTH = 31


class Mode(StrEnum):
    """How Telegram's updates come in."""

    POLLING = "polling"
    """We ask for them."""
    WEBHOOK = "webhook"
    """Telegram calls `public_url`."""


@dataclass(frozen=True, kw_only=True)
class Company:
    """Whose bot it is."""

    name: str
    language: str = "zh"
    second_language: str | None = None
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, kw_only=True)
class Store:
    """Where the facts are kept."""

    url: str
    path: Path
    """The SQLite file the URL names."""


@dataclass(frozen=True, kw_only=True)
class Telegram:
    """The bot's account and how it is reached."""

    token: str = field(repr=False)
    base_url: str = "https://api.telegram.org"
    mode: Mode = Mode.POLLING
    secret: str = field(default="", repr=False)
    public_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Web:
    """The address of our own web server; port 0: none."""

    host: str = "127.0.0.1"
    port: int = 8080


@dataclass(frozen=True, kw_only=True)
class RosterFile:
    """Where the roster is."""

    file: Path


@dataclass(frozen=True, kw_only=True)
class Command:
    """Who commands at opening."""

    order: tuple[Role, ...] = (Role.DUTY_LEAD, Role.SUPERVISOR, Role.COMMANDER)
    duty_roll: bool = True
    """Everybody on duty answers once a week: so it is known who can be reached, and WeCom's app stays in use."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Messages that may be sent; 0: no limit."""

    telegram_per_second: int = 25
    telegram_answers_per_second: int = 4
    telegram_group_per_minute: int = 18
    telegram_private_per_second: int = 1
    wecom_member_per_minute: int = 25
    """WeCom drops what one member gets over 30 a minute, without a word."""
    weixin_group_reserve: int = 5
    """Of the messages a group of residents may get in a month, so many are kept for emergencies."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything of the settings file (DESIGN §10)."""

    file: Path
    company: Company
    store: Store
    telegram: Telegram | None
    wecom: Wecom | None
    weixin_kf: WeixinKf | None
    web: Web
    roster: RosterFile
    command: Command
    times: Times
    limits: Limits

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may show."""
        found: list[str] = []
        if self.telegram is not None:
            found += (self.telegram.token, self.telegram.secret)
        if self.wecom is not None:
            app = self.wecom
            found += (app.secret, app.token, app.aes_key, app.contact_secret, app.robot_key)
        if self.weixin_kf is not None:
            found += (self.weixin_kf.secret, self.weixin_kf.token, self.weixin_kf.aes_key)
        return tuple(secret for secret in found if secret)


def load(path: Path, environment: Mapping[str, str]) -> Settings:
    """The settings, or FaultsError with everything that is wrong in them."""
    if _is_missing(path):
        remedy = "begin with `zhiban init`, or correct the path"
        raise FaultsError([Fault(file=str(path), line=0, problem="there is no such file", remedy=remedy)])
    faults: list[Fault] = []
    top = Table(with_environment(read_toml(path), environment), faults)
    settings = Settings(
        file=path,
        company=_company(top.table("company", required=True)),
        store=_store(top.table("store"), path.parent),
        telegram=_telegram(top.table("telegram"), path.parent) if "telegram" in top else None,
        wecom=read_wecom(top.table("wecom"), path.parent) if "wecom" in top else None,
        weixin_kf=read_weixin_kf(top.table("weixin_kf"), path.parent) if "weixin_kf" in top else None,
        web=_web(top.table("web")),
        roster=_roster(top.table("roster"), path.parent),
        command=_command(top.table("command")),
        times=_times(top.table("times")),
        limits=_limits(top.table("limits")),
    )
    _check_webhook(settings, top)
    _check_callbacks(settings, top)
    for table in ("telegram", "wecom", "weixin_kf"):
        top.raw(table)
    top.finish()
    if faults:
        raise FaultsError(faults)
    return settings


def _is_missing(path: Path) -> bool:
    """Not when it only can't be seen: that is a matter of rights, and reading says so."""
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def _company(table: Table) -> Company:
    company = Company(
        name=table.text("name"),
        language=table.word("language", LANGUAGES, "zh"),
        second_language=table.word("second_language", LANGUAGES) if "second_language" in table else None,
        timezone=table.text("timezone", "Asia/Shanghai"),
    )
    table.raw("second_language")
    if company.second_language == company.language:
        table.fault("second_language", "second_language is the same as language", "give the other one or delete it")
    if company.timezone and company.timezone not in zones():
        remedy = suggest(company.timezone, sorted(zones()), otherwise='write it like "Asia/Shanghai"')
        table.fault("timezone", f'unknown time zone "{company.timezone}"', remedy)
    table.finish()
    return company


def _store(table: Table, folder: Path) -> Store:
    url = table.text("url", "sqlite:///zhiban.db", secret=True)
    scheme, _, rest = url.partition(":///")
    if url.startswith("postgres"):
        table.fault("url", "PostgreSQL is not built yet", 'write url = "sqlite:///zhiban.db"')
    elif url and (scheme != "sqlite" or not rest):
        table.fault("url", "url is not the address of an SQLite file", 'write url = "sqlite:///zhiban.db"')
    table.finish()
    return Store(url=url, path=folder / rest)


def _telegram(table: Table, folder: Path) -> Telegram:
    token = secret_of(table, "token", folder)
    if token is None:
        table.fault(None, "token is missing", "add token = the one BotFather gave, or token_file")
    elif token and not _TOKEN.fullmatch(token):
        remedy = "copy it anew from BotFather: digits, a colon, letters"
        table.fault(given(table, "token"), "token has not the shape of a Telegram token", remedy)
    secret = secret_of(table, "secret", folder)
    if secret and not _SECRET.fullmatch(secret):
        remedy = "use 1 to 256 of A-Z a-z 0-9 _ -"
        table.fault(given(table, "secret"), "secret holds characters Telegram does not allow", remedy)
    telegram = Telegram(
        token=token or "",
        base_url=web_address(table, "base_url", "https://api.telegram.org"),
        mode=table.word("mode", by_value(Mode), "polling"),
        secret=secret or "",
        public_url=web_address(table, "public_url", ""),
    )
    table.finish()
    return telegram


def _check_webhook(settings: Settings, top: Table) -> None:
    if settings.telegram is None or settings.telegram.mode is not Mode.WEBHOOK:
        return
    table = top.table("telegram")
    for key, value in (("secret", settings.telegram.secret), ("public_url", settings.telegram.public_url)):
        if not value and key not in table and f"{key}_file" not in table:
            table.fault("mode", f'mode = "webhook" needs {key}', f'add {key}, or write mode = "polling"')
    if settings.web.port == 0:
        table.fault("mode", 'mode = "webhook" needs our web server', "give [web] a port other than 0")


def _check_callbacks(settings: Settings, top: Table) -> None:
    """WeCom only ever calls us: without a web server nobody is heard."""
    for name in ("wecom", "weixin_kf"):
        if name in top and settings.web.port == 0:
            top.fault(name, f"[{name}] needs our web server", "give [web] a port other than 0")
    if settings.weixin_kf is not None and settings.wecom is None:
        top.fault("weixin_kf", "[weixin_kf] needs [wecom]", "add [wecom]: the service account is the company's")


def _web(table: Table) -> Web:
    web = Web(host=table.text("host", Web.host), port=table.number("port", Web.port, most=65535))
    table.finish()
    return web


def _roster(table: Table, folder: Path) -> RosterFile:
    roster = RosterFile(file=folder / table.text("file", "roster.toml"))
    table.finish()
    return roster


def _command(table: Table) -> Command:
    command = Command(duty_roll=table.flag("duty_roll", default=True))
    if "order" in table:
        command = replace(command, order=table.words("order", ROLES, required=True))
    if len(set(command.order)) < len(command.order):
        table.fault("order", "a role stands twice in order", "name each role once")
    table.raw("order")
    table.finish()
    return command


def _times(table: Table) -> Times:
    names = [entry.name for entry in fields(Times)]
    found = {name: table.parsed(name, duration, form=DURATION_FORM, default=getattr(Times, name)) for name in names}
    if found["arrival"] > LONGEST_ARRIVAL:
        table.fault("arrival", "arrival is longer than the plans allow", 'write "10m" or less')
    table.finish()
    return Times(**found)


def _limits(table: Table) -> Limits:
    most = {"weixin_group_reserve": _LONGEST_MONTH}
    found = {e.name: table.number(e.name, getattr(Limits, e.name), most=most.get(e.name, 1000)) for e in fields(Limits)}
    if found["wecom_member_per_minute"] > _WECOM_DROPS_OVER:
        problem = f"wecom_member_per_minute is {found['wecom_member_per_minute']}"
        remedy = f"give at most {_WECOM_DROPS_OVER}: what is more WeCom drops without a word"
        table.fault("wecom_member_per_minute", problem, remedy)
    table.finish()
    return Limits(**found)
