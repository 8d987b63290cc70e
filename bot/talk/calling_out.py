"""我安全 and 需要帮助 as words: whoever types them while a notice holds means its button, replying to it or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.notice import Notice
from bot.domain.roster import ChatKind
from bot.talk.message import Choice, Incoming
from bot.talk.work import Asked, Work

BUTTONS = ("help", "safe")
"""Keys of the choices under a notice, and names of their labels."""
_SIGNS = re.compile(r"[^\w]+")


async def called_out(work: Work, incoming: Incoming, text: str) -> tuple[str, Asked] | None:
    """The button that is meant and on which notice; what stands behind the words is what help is needed."""
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    if not incoming.private and (chat is None or chat.kind is not ChatKind.RESIDENT):
        return None
    found = next(((key, rest) for key in BUTTONS if (rest := _behind(work, key, text)) is not None), None)
    if found is None:
        return None
    notices = await _holding(work, incoming)
    if len(notices) != 1:
        return None
    key, rest = found
    if key == "safe" and incoming.private and not await _lives_there(work, incoming, notices[0]):
        return None  # a stranger must not take a flat off the list of those to look for
    return key, Asked(rest=rest, facts={"notice": notices[0].number}, typed=True)


async def _lives_there(work: Work, incoming: Incoming, notice: Notice) -> bool:
    """Whether this account is known: it has said its flat before, or has answered under the notice."""
    account = (incoming.where.platform, incoming.account)
    home = await work.residents.get(*account, notice.community)
    return home is not None or await work.roll_calls.get(notice.number, account) is not None


def _behind(work: Work, key: str, text: str) -> str | None:
    """What follows the label at the beginning of the words; None when they don't begin with it."""
    for label in work.words.labels(Choice(key=key, label=key)):
        pattern = r"[^\w]*".join(re.escape(sign) for sign in label)
        matched = re.match(rf"[^\w]*{pattern}(?!\w)|[^\w]*{pattern}(?=[\u3400-\u9fff\d])", text, re.IGNORECASE)
        if matched:
            return _SIGNS.sub(" ", text[matched.end() :]).strip()
    return None


async def _holding(work: Work, incoming: Incoming) -> Sequence[Notice]:
    """The notices that hold for this group; in private those of the person's home, else all there are."""
    where = incoming.where
    chat = work.roster.chat(where.platform, where.chat)
    communities = [chat.community] if chat else [one.id for one in work.roster.communities]
    found = []
    for community in communities:
        home = await work.residents.get(where.platform, incoming.account, community)
        building = {home.building} if home and home.building else set[str]()
        here = set(chat.buildings) if chat else building
        for notice in await work.notices.newest_of(community):
            out = notice.state.out and not notice.kind.ends
            if out and (not notice.buildings or not here or here & set(notice.buildings)):
                found.append(notice)
    return found
