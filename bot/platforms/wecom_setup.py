"""What the program asks WeCom about itself: the app, who sees it, members of the roster, where callbacks come from."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.platforms.telegram_text import clean_line
from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import Act, ApiError

ROOT_DEPARTMENT = 1
OUTSIDE = 60011
"""The member is outside the app's visible range."""
_UNKNOWN = (40003, 60111)
"""WeCom knows no such member."""
_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class AppView:
    """The app as WeCom has it (WD 90227)."""

    name: str
    members: frozenset[str]
    """User ids that see it by name."""
    departments: frozenset[int]
    """Departments whose members see it."""
    tags: frozenset[int]
    closed: bool
    """It was switched off."""
    domain: str
    """Its trusted domain; empty: none."""

    @property
    def sees_everybody(self) -> bool:
        """Only an app the whole company sees may make groups (WD 90245)."""
        return ROOT_DEPARTMENT in self.departments


@dataclass(frozen=True, kw_only=True)
class MemberView:
    """A member of the company (WD 90196)."""

    account: str
    """The user id as WeCom writes it: callbacks name it so."""
    name: str
    """Empty when the app may not see it."""
    active: bool
    """They have joined, and nobody has locked them out."""


async def look_at_app(api: Api) -> AppView:
    """The app of our agent_id; `ApiError` when the secret, the id or this machine's address is not taken."""
    found = await api.get("agent/get", {"agentid": str(api.agent_id)})
    return AppView(
        name=clean_line(str(found.get("name", ""))),
        members=frozenset(str(one.get("userid", "")) for one in _list(found, "allow_userinfos", "user")),
        departments=frozenset(_list(found, "allow_partys", "partyid")),
        tags=frozenset(_list(found, "allow_tags", "tagid")),
        closed=bool(found.get("close", 0)),
        domain=str(found.get("redirect_domain", "")),
    )


async def look_at_member(api: Api, account: str) -> MemberView | None:
    """A member; None when WeCom knows nobody of this id, `ApiError` with `OUTSIDE` when the app does not see them."""
    try:
        found = await api.get("user/get", {"userid": account})
    except ApiError as error:
        if error.code in _UNKNOWN:
            return None
        raise
    return MemberView(
        account=str(found.get("userid", account)),
        name=clean_line(str(found.get("name", ""))),
        active=found.get("status", 1) == 1,
    )


async def callback_ip(api: Api) -> tuple[str, ...]:
    """The addresses WeCom's callbacks come from, for a firewall (WD 90930)."""
    found = await api.get("getcallbackip", {})
    addresses = found.get("ip_list")
    if not isinstance(addresses, list):
        raise ApiError(0, Act.UNCLEAR, "WeCom's answer holds no addresses")
    return tuple(str(one) for one in addresses)


async def service_accounts(api: Api) -> dict[str, str]:
    """The names of the service accounts the app manages, by their ids (WD 94661)."""
    names: dict[str, str] = {}
    for offset in itertools.count(step=_PAGE):
        body = {"offset": offset, "limit": _PAGE}
        found = await api.post("kf/account/list", body, secret="kf")
        listed = found.get("account_list")
        page = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        names |= {str(one.get("open_kfid", "")): clean_line(str(one.get("name", ""))) for one in page}
        if len(page) < _PAGE:
            break
    return names


def _list(found: Mapping[str, Any], name: str, inner: str) -> list[Any]:
    part = found.get(name)
    inside = part.get(inner) if isinstance(part, dict) else None
    return inside if isinstance(inside, list) else []
