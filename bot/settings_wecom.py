"""The part of the settings that is about WeCom and WeChat: the company's app, and the account residents write to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from bot.read import wecom_console as console
from bot.read.environment import given
from bot.read.environment import secret as secret_of
from bot.read.table import Table
from bot.read.web_address import web_address

_CORP_ID = re.compile(r"w[wx][A-Za-z0-9]{4,62}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,128}")
_TOKEN = re.compile(r"[A-Za-z0-9]{1,32}")
_AES_KEY = re.compile(r"[A-Za-z0-9]{43}")
_ROBOT_KEY = re.compile(r"[A-Za-z0-9-]{1,64}")
_OPEN_KFID = re.compile(r"wk[A-Za-z0-9_-]{1,62}")


@dataclass(frozen=True, kw_only=True)
class Wecom:
    """The company's own app in WeCom, and how it is reached; callbacks come in at /wecom."""

    corp_id: str
    agent_id: int
    secret: str = field(repr=False)
    token: str = field(repr=False)
    """Signs callbacks, with `aes_key`, which also seals them."""
    aes_key: str = field(repr=False)
    base_url: str = "https://qyapi.weixin.qq.com"
    contact_secret: str = field(default="", repr=False)
    """For the customer groups of residents; empty: none."""
    robot_key: str = field(default="", repr=False)
    """Of the robot in an internal group that is told when nobody else can be; empty: none."""


@dataclass(frozen=True, kw_only=True)
class WeixinKf:
    """The service account residents write to in WeChat; callbacks come in at /weixin. It needs [wecom]."""

    open_kfid: str
    secret: str = field(repr=False)
    token: str = field(repr=False)
    aes_key: str = field(repr=False)


def read_wecom(table: Table, folder: Path) -> Wecom:
    """The table [wecom]; a secret may stand in a file of this folder."""
    wecom = Wecom(
        corp_id=_shaped(
            table, "corp_id", _CORP_ID, f"copy {console.COMPANY_ID}, which begins with ww or wx: {console.COMPANY}"
        ),
        agent_id=table.number("agent_id", least=1),
        secret=_secret(table, "secret", folder),
        token=_token(table, folder),
        aes_key=_aes_key(table, folder),
        base_url=web_address(table, "base_url", Wecom.base_url),
        contact_secret=_secret(table, "contact_secret", folder, required=False),
        robot_key=_robot_key(table, folder),
    )
    table.finish()
    return wecom


def read_weixin_kf(table: Table, folder: Path) -> WeixinKf:
    """The table [weixin_kf]."""
    kf = WeixinKf(
        open_kfid=_shaped(
            table, "open_kfid", _OPEN_KFID, "an id of a service account begins with wk: `zhiban check` lists them"
        ),
        secret=_secret(table, "secret", folder),
        token=_token(table, folder),
        aes_key=_aes_key(table, folder),
    )
    table.finish()
    return kf


def _shaped(table: Table, key: str, shape: re.Pattern[str], remedy: str) -> str:
    text = table.text(key)
    if text and not shape.fullmatch(text):
        table.fault(key, f'{key} "{text}" has not the shape of one', remedy)
    return text


def _secret(table: Table, key: str, folder: Path, *, required: bool = True) -> str:
    remedy = "copy Secret anew from the app's page: letters, digits, _ and -"
    return _hidden(table, key, folder, shape=_SECRET, remedy=remedy, required=required)


def _token(table: Table, folder: Path) -> str:
    remedy = f"copy Token from {console.RECEIVE}: 1 to 32 letters and digits"
    return _hidden(table, "token", folder, shape=_TOKEN, remedy=remedy)


def _aes_key(table: Table, folder: Path) -> str:
    remedy = f"copy EncodingAESKey from {console.RECEIVE}: 43 letters and digits"
    return _hidden(table, "aes_key", folder, shape=_AES_KEY, remedy=remedy)


def _robot_key(table: Table, folder: Path) -> str:
    remedy = "write only what stands behind key= in the robot's Webhook address"
    return _hidden(table, "robot_key", folder, shape=_ROBOT_KEY, remedy=remedy, required=False)


def _hidden(table: Table, key: str, folder: Path, *, shape: re.Pattern[str], remedy: str, required: bool = True) -> str:
    """A secret; what is wrong with it is said without showing it."""
    value = secret_of(table, key, folder)
    if value is None and required and table.there:
        table.fault(None, f"{key} is missing", f"add {key} or {key}_file; {remedy}")
    elif value and not shape.fullmatch(value):
        table.fault(given(table, key), f"{key} has not the shape of one", remedy)
    return value or ""
