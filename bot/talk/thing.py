"""What the gate for rights has to know of a notice or report: asked by the gate, and by who looks for approvers."""

from __future__ import annotations

from bot.domain.notice import Notice
from bot.domain.people import Thing
from bot.domain.report import Report
from bot.talk.work import Work


async def thing_of(work: Work, paper: Notice | Report) -> Thing:
    """Who wrote it or has to, under every roster id they have, and who commands or has commanded its incident."""
    incident = await work.incidents.get(paper.incident) if paper.incident is not None else None
    owner = {paper.author} - {None} if isinstance(paper, Report) else set()
    authors = work.roster.same_people(str(one) for one in {*paper.authors, *owner})
    return paper.thing(same=authors, commander=incident.commander if incident else None)
