"""Which notice or report a message means, and what the gate for rights has to know of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.domain.notice import Notice, NoticeState
from bot.domain.people import Action
from bot.domain.report import Report, ReportState
from bot.engine.wish import Stop, Wish
from bot.talk.message import Incoming, Toast
from bot.talk.papers import Notices, Reports
from bot.talk.route import On, Routed
from bot.talk.work import Asked, Work

Paper = Notice | Report

_NAME = re.compile(r"([NR])(\d{1,9})(?:/.*)?", re.ASCII | re.DOTALL)
_MOST = 3
"""Names of papers that are offered when none was given."""
_VERSION = re.compile(r"N(\d{1,9})/(\d{1,9})", re.ASCII)


class Shelf(Protocol):
    """As much of a work as finding a paper needs."""

    @property
    def notices(self) -> Notices: ...
    @property
    def reports(self) -> Reports: ...


def name_in(about: str) -> str:
    """The notice or report a card or message is about: N3 in `N3`, `N3/1` and `N3/roll`; empty for anything else."""
    found = _NAME.fullmatch(about)
    return f"{found[1]}{int(found[2])}" if found else ""


def notice_in(about: str) -> int | None:
    """The number of the notice a message is about: 3 in `N3/1`."""
    name = name_in(about)
    return int(name[1:]) if name.startswith("N") else None


def version_in(about: str, *, below: bool = False) -> tuple[int, int] | None:
    """Number and version of a notice: `N3/1`; with `below` also what only hangs on it, as `N3/1/instead`."""
    found = _VERSION.fullmatch("/".join(about.split("/")[:2]) if below else about)
    return (int(found[1]), int(found[2])) if found else None


async def named(work: Work, incoming: Incoming, routed: Routed) -> Routed:
    """The wish with the name of its paper: of the button or form, else as typed, else of the card replied to."""
    if routed.route is None or routed.route.on not in (On.PAPER, On.REPORT):
        return routed
    asked = routed.asked
    name = _given(asked) or name_in(asked.name)
    if not name and asked.number is None and incoming.reply_to:
        shown = await work.cards.of_message(incoming.where, incoming.reply_to)
        name = name_in(shown.about) if shown else ""
    return replace(routed, asked=replace(asked, name=name))


async def paper_of(work: Shelf, name: str) -> Paper | None:
    """The report of this name, or the notice in the version that counts: the newest that was not dropped."""
    kind, number = name[:1], int(name[1:] or 0)
    if kind == "R":
        return await work.reports.get(number)
    newest = await work.notices.get(number)
    if newest is None or newest.state is not NoticeState.DROPPED:
        return newest
    before = [await work.notices.version(number, version) for version in range(newest.version - 1, 0, -1)]
    return next((one for one in before if one and one.state.out), newest)


async def find(wish: Wish, asked: Asked) -> Paper:
    """The paper that is meant; else `Stop`: unknown, of others, out of date, or not named at all."""
    if not asked.name:
        return await _meant(wish, asked)
    paper = await paper_of(wish.work, asked.name)
    if paper is None or wish.person is None or not wish.person.works_in(paper.community):
        raise Stop(Toast(template="no_such_paper", facts={"name": asked.name}, alert=True))
    version = asked.facts.get("version")
    if isinstance(paper, Report) or not isinstance(version, int):
        return paper
    if version < paper.version:
        raise Stop(Toast(template="notice_newer", facts={"name": paper.name, "version": paper.version}, alert=True))
    return await wish.work.notices.version(paper.number, version) or paper


def _given(asked: Asked) -> str:
    for fact, kind in (("notice", "N"), ("report", "R")):
        number = asked.facts.get(fact)
        if isinstance(number, int):
            return f"{kind}{number}"
    return ""


async def _meant(wish: Wish, asked: Asked) -> Paper:
    """Without a name, and in private only: the one there is to do this with."""
    found = await _candidates(wish)
    if len(found) == 1 and wish.incoming.private and asked.number is None:
        return found[0]
    names = [paper.name for paper in found[-_MOST:]]
    raise Stop(Toast(template="which_paper", facts={"names": names}, alert=True))


async def _candidates(wish: Wish) -> Sequence[Paper]:
    """What waits for an approval or for an override; for any other wish the notices that hold.

    While its next version is being written, a notice still holds.
    """
    worked = [one for one in wish.communities if wish.person is not None and wish.person.works_in(one)]
    notices = [notice for one in worked for notice in await wish.work.notices.newest_of(one)]
    reports = [report for one in worked for report in await wish.work.reports.waiting_of(one)]
    waiting = [notice for notice in notices if notice.state is NoticeState.SUBMITTED]
    match wish.route.action:
        case Action.APPROVE:
            return [*waiting, *(one for one in reports if one.state is ReportState.SUBMITTED)]
        case Action.OVERRIDE:
            return waiting
        case _:
            return [one for one in notices if (one.state.out and not one.kind.ends) or _follows(one)]


def _follows(notice: Notice) -> bool:
    """Whether it is being written or waits, while the version before it holds."""
    return notice.state.open and notice.version > 1
