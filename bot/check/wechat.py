"""Whether settings and roster fit together about WeCom and WeChat; what WeCom itself says stands in `wecom.py`."""

from __future__ import annotations

from collections.abc import Iterable

from bot.check.finding import Finding, doubtful, failed, fine, place
from bot.check.town import Town
from bot.domain.roster import ChatKind, Roster
from bot.read.document import Document
from bot.settings import Settings

_RESIDENTS = "weixin_group"


def spread(town: Town) -> Iterable[Finding]:
    """Staff on WeCom have no group; without a chat that stands for one, what is said to the group passes them by."""
    if "wecom" not in town.platforms:
        return
    here = [person for person in town.roster.staff(town.community.id) if "wecom" in person.accounts]
    staff = [chat for chat in town.roster.chats_of(town.community.id, ChatKind.STAFF) if chat.platform == "wecom"]
    if here and not staff:
        names = ", ".join(person.name for person in here[:3]) + (" and others" if len(here) > 3 else "")
        remedy = (
            f"{names} of {town.community.name} read in WeCom only what is for them alone; add a [[chat]] with "
            f'platform = "wecom", kind = "staff" and community = "{town.community.id}", without id'
        )
        yield doubtful("wecom", town.where, remedy)
    if staff and not here:
        remedy = f"nobody of {town.community.name} has wecom in the roster; the [[chat]] on wecom reaches nobody"
        yield doubtful("wecom", town.where, remedy)


def unserved(roster: Roster, settings: Settings, *, document: Document) -> Iterable[Finding]:
    """Groups to which nothing is sent, or from which nothing comes back, because the settings lack something."""
    for position, chat in enumerate(roster.chats):
        where = place(document, ("chat", position))
        table = "wecom" if chat.platform == _RESIDENTS else chat.platform
        if (settings.wecom if table == "wecom" else settings.telegram) is None:
            yield doubtful("group", where, f"[{table}] is not in the settings; nothing is sent there")
        elif chat.platform == _RESIDENTS and settings.wecom is not None and not settings.wecom.contact_secret:
            remedy = "[wecom] has no contact_secret, so nothing is sent to this group of residents; add it"
            yield failed("group", where, remedy)
        elif chat.platform == _RESIDENTS and settings.weixin_kf is None:
            remedy = "residents of this group have no way to answer or to report; add [weixin_kf]"
            yield doubtful("group", where, remedy)


def alone(settings: Settings) -> Iterable[Finding]:
    """Who is told when WeCom lets the app do nothing any more."""
    if settings.wecom is None:
        return
    if settings.wecom.robot_key:
        yield fine("robot", str(settings.file), "robot_key is given; it was not tried, for it would ring in its group")
    elif settings.telegram is None:
        remedy = (
            "when WeCom refuses the app, nobody hears of it: there is no second way; add robot_key, the key of a robot "
            "in an internal group"
        )
        yield doubtful("robot", str(settings.file), remedy)
