"""Reports as rows: what is looked for has a column, what was written stands in `facts`."""

from collections.abc import Mapping
from typing import Any

from bot.domain.report import Report, ReportKind, ReportState, Section
from bot.store.tx import Reads, Row, Tx, Value
from bot.store.values import flag, from_json, micros, moment, to_json

GET = """SELECT number, kind, community, incident, state, author, due, signed, approved, facts FROM report
    WHERE number = :number ORDER BY number"""
OF_INCIDENT = "SELECT number FROM report WHERE incident = :incident ORDER BY number"
IN_HAND = "SELECT number FROM report WHERE community = :community AND in_hand = 1 ORDER BY number"
NEWEST = "SELECT max(number) AS newest FROM report"
PUT = """INSERT INTO report (number, kind, community, incident, state, in_hand, author, due, signed, approved, facts)
    VALUES (:number, :kind, :community, :incident, :state, :in_hand, :author, :due, :signed, :approved, :facts)
    ON CONFLICT (number) DO UPDATE SET kind = excluded.kind, community = excluded.community,
    incident = excluded.incident, state = excluded.state, in_hand = excluded.in_hand, author = excluded.author,
    due = excluded.due, signed = excluded.signed, approved = excluded.approved, facts = excluded.facts"""


async def get(reads: Reads, number: int) -> Report | None:
    """The report with this number."""
    row = await reads.one(GET, number=number)
    return _report(row) if row else None


async def of_incident(reads: Reads, incident: int) -> list[int]:
    """The numbers of the reports of an incident, oldest first."""
    return [row["number"] for row in await reads.all(OF_INCIDENT, incident=incident)]


async def in_hand(reads: Reads, community: str) -> list[int]:
    """The numbers of those that are owed or wait for an approval in a community, oldest first."""
    return [row["number"] for row in await reads.all(IN_HAND, community=community)]


async def newest(reads: Reads) -> int:
    """The highest number there is; 0 when there is none."""
    row = await reads.one(NEWEST)
    return int(row["newest"] or 0) if row else 0


async def put(tx: Tx, report: Report) -> None:
    """Keeps it, new or changed."""
    await tx.run(PUT, **_row(report))


def waits(report: Report) -> bool:
    """Whether somebody still has to do something about it."""
    return report.state.owed or report.state is ReportState.SUBMITTED


def _row(report: Report) -> dict[str, Value]:
    facts: Mapping[str, object] = {
        "authors": report.authors,
        "sections": {section.value: text for section, text in report.sections.items()},
        "photos": report.photos,
        "no_photo": report.no_photo,
        "signature": report.signature,
        "approver": report.approver,
        "reason": report.reason,
    }
    return {
        "number": report.number,
        "kind": report.kind.value,
        "community": report.community,
        "incident": report.incident,
        "state": report.state.value,
        "in_hand": flag(waits(report)),
        "author": report.author,
        "due": micros(report.due),
        "signed": micros(report.signed),
        "approved": micros(report.approved),
        "facts": to_json(facts),
    }


def _report(row: Row) -> Report:
    facts: dict[str, Any] = from_json(row["facts"])
    return Report(
        number=row["number"],
        kind=ReportKind(row["kind"]),
        community=row["community"],
        incident=row["incident"],
        state=ReportState(row["state"]),
        author=row["author"],
        authors=tuple(facts["authors"]),
        due=moment(row["due"]),
        sections={Section(name): text for name, text in facts["sections"].items()},
        photos=tuple(facts["photos"]),
        no_photo=facts["no_photo"],
        signature=facts["signature"],
        signed=moment(row["signed"]),
        approver=facts["approver"],
        approved=moment(row["approved"]),
        reason=facts["reason"],
    )
