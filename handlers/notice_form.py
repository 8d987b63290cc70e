"""Writing a notice, in private: asks the first missing fact, shows the exact text, takes changes by button or words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.audience import by_hand
from bot.domain.deadline import Conversation
from bot.domain.moment import moment_of, rounded_up
from bot.domain.notice import Notice, NoticeKind, NoticeState, fingerprint
from bot.domain.notice_form import AHEAD, COLOURS, MOMENTS, Field, fields_of, first_missing, lint, too_long
from bot.talk.message import Address, Card, Choice, Facts, Incoming, Priority
from bot.talk.work import Work
from handlers.chase_help import alone
from handlers.facts import Json, head_of, iso
from handlers.listening import listen
from handlers.notice_words import (
    OUTCOMES,
    audience_of,
    homes_of,
    moves,
    names_of,
    notice_facts,
    outcome_words,
    parts_of,
    seconds_of,
)
from handlers.roll_facts import community_of

FORM = "notice"
WORDS = frozenset({Field.ORIGINAL, Field.HAZARD, Field.NEWS, Field.OUTCOME, Field.CLOSED})
"""Fields that may read like a report and are none."""
_ROW = 3
_SHOWN_OF_LONG = 1_000
"""Characters of a text that is too long to be sent anyway."""


async def show(
    work: Work, notice: Notice, where: Address, *, account: str, asks: str = "", fresh: bool = False
) -> None:
    """The card of the draft for one of its authors: the first missing fact, or `asks`, or the text as it will go out.

    `asks`: a field to change, `which` for the choice of fields, `area` for the buildings.
    """
    missing = asks or first_missing(notice, moves=moves(work, notice)) or ""
    facts = await draft_facts(work, notice, asks=missing)
    rows = _asking_rows(work, notice, missing) if missing else ready_rows(notice)
    card = Card(template="notice/draft", facts=facts, rows=rows)
    work.live(where, card, about=draft_about(notice), priority=Priority.ANSWER, fresh=fresh)
    if missing in ("", "which", "area"):
        await stop_asking(work, where, account, notice=notice)
        return
    await listen(work, where, account, form=FORM, facts={**_what(notice), "field": missing}, card=draft_about(notice))


async def stop_asking(work: Work, where: Address, account: str, *, notice: Notice) -> None:
    """Nothing is asked about this notice any more; what else is asked stays."""
    asked = await work.conversations.get(where, account)
    if asked is not None and asked.form == FORM and asked.facts.get("notice") == notice.number:
        await work.conversations.end(where, account)


async def read_words(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:
    """Words as the value of the field that is asked; a report of an incident is none."""
    notice = await work.notices.get(int(str(conversation.facts["notice"])))
    if notice is None or not notice.state.open or not incoming.text or not incoming.private:
        return None
    if (notice.version, notice.kind) != (conversation.facts["version"], conversation.facts["kind"]):
        return None
    said = work.recognise(incoming.text)
    if said.type is not None and said.place.building and conversation.facts["field"] not in WORDS:
        return None
    return {**conversation.facts, "words": incoming.text}


def read_value(work: Work, notice: Notice, field: Field, words: str) -> str | None:
    """The words as the field holds them; None: no clock time where one is needed (马上, soon)."""
    if field not in MOMENTS:
        return words.strip()
    moment = moment_of(words, work.now, community_of(work, notice).zone, past=field is Field.ISSUED)
    return moment.isoformat() if moment else None


async def draft_facts(work: Work, notice: Notice, *, asks: str = "") -> Json:
    """The draft as its card shows it."""
    audience = await audience_of(work, notice)
    incident = await work.incidents.get(notice.incident) if notice.incident else None
    ready = not asks and notice.state.open
    parts = notice.parts or (await parts_of(work, notice, audience) if ready else ())
    flaws = lint(notice, moves=moves(work, notice), now=work.now) if ready else ()
    long = too_long((part.text for part in parts), by_hand=by_hand(audience.chats) > 0) is not None
    return {
        **notice_facts(work, notice, None),
        "hazard": notice.given.get(Field.HAZARD, ""),
        "kind": notice.kind.value,
        "state": notice.state.value,
        "asks": asks,
        "head": await head_of(work, incident) if incident else None,
        "areas": names_of(work, notice),
        "chosen": _is_chosen(notice),
        "alone": len(await alone(work, notice.number)) if notice.kind.ends else 0,
        "groups": len(audience.chats),
        "lost": len(audience.lost),
        "homes": homes_of(work, notice),
        "seconds": seconds_of(work, audience),
        "by_hand": by_hand(audience.chats),
        "text": (parts[0].text[:_SHOWN_OF_LONG] + "…" if long else parts[0].text) if parts else "",
        "more": len(parts) - 1 if parts else 0,
        "flaws": [{"field": flaw.field.value, "wrong": flaw.wrong.value} for flaw in flaws],
        "long": long,
        "reason": notice.reason,
        "approved": iso(notice.approved),
        "choices": _offers(work, notice, asks),
        "numbered": _offers(work, notice, asks) and asks not in MOMENTS,
    }


def _offers(work: Work, notice: Notice, asks: str) -> bool:
    """Whether there are buttons for what is asked."""
    return asks in (*Field,) and bool(_choices(work, notice, Field(asks)))


def draft_about(notice: Notice) -> str:
    """What the card of a draft is about."""
    return f"{notice.about}/draft"


def button(action: str, notice: Notice, *, label: str = "", key: str = "", **facts: object) -> Choice:
    """A button that does `action` on this version of a notice."""
    return Choice(
        key=f"{action}:{key}" if key else action,
        label=label or action,
        facts={**_what(notice), **facts},
    )


def _what(notice: Notice) -> Json:
    """Which draft a button or an answer is for: another one may have taken its place."""
    return {"notice": notice.number, "version": notice.version, "kind": notice.kind.value}


def ready_rows(notice: Notice) -> tuple[tuple[Choice, ...], ...]:
    """What its authors may do with the words as they stand; a change after 提交 has to be submitted again."""
    change = (button("reword", notice), button("area", notice))
    gone = button("drop_notice", notice)
    if notice.state in (NoticeState.DRAFT, NoticeState.REFUSED):
        return ((button("submit", notice, seen=fingerprint(notice)),), (*change, gone))
    return ((*change, gone),) if notice.state is NoticeState.SUBMITTED else ()


def _asking_rows(work: Work, notice: Notice, asks: str) -> tuple[tuple[Choice, ...], ...]:
    if asks == "which":
        fields = fields_of(notice, moves=moves(work, notice))
        choices = [button("reword", notice, label="notice_field", key=one, field=one.value) for one in fields]
        return (*_grid(choices), (button("preview", notice),))
    if asks == "area":
        return (*_grid(_areas(work, notice)), (button("preview", notice),))
    return (*_grid(_choices(work, notice, Field(asks))), (button("drop_notice", notice),))


def _is_chosen(notice: Notice) -> bool:
    """Whether somebody has said who it is for; a signal is for everybody unless they say otherwise."""
    return notice.kind is not NoticeKind.EVACUATION or Field.AREA in notice.given


def _areas(work: Work, notice: Notice) -> list[Choice]:
    """The buildings to tap on and off, and the whole community."""
    buildings = community_of(work, notice).buildings
    picked = [
        button("area", notice, label="notice_building", key=str(n), said=one.name, building=one.number,
               on=one.number in notice.buildings)
        for n, one in enumerate(buildings)
    ]  # fmt: skip
    everybody = _is_chosen(notice) and not notice.buildings
    return [*picked, button("area", notice, label="notice_everybody", key="all", building="", on=everybody)]


def _choices(work: Work, notice: Notice, field: Field) -> list[Choice]:
    """Likely values of a field as buttons; words count as well."""
    if field is Field.COLOUR:
        return [button("set", notice, label="signal", key=one, field=field.value, value=one) for one in COLOURS]
    if field is Field.OUTCOME and notice.kind is NoticeKind.ALL_CLEAR:
        return [
            button(
                "set",
                notice,
                label="outcome",
                key=one,
                field=field.value,
                value=outcome_words(work, one, work.company.language),
                outcome=one,
            )
            for one in OUTCOMES
        ]
    if field in (Field.ASSEMBLY, Field.MOVE_TO):
        places = community_of(work, notice).assembly
        return [
            button("set", notice, label="said", key=str(n), field=field.value, value=one, said=one)
            for n, one in enumerate(places)
        ]
    if field in AHEAD:
        return [_time_choice(work, notice, field, moment) for moment in _times(work, notice, field)]
    return []


def _times(work: Work, notice: Notice, field: Field) -> Sequence[datetime]:
    """Moments that are likely: minutes away for an evacuation, hours for a storm."""
    soon = notice.kind is NoticeKind.EVACUATION
    steps = [timedelta(minutes=10), timedelta(minutes=15), timedelta(minutes=20)]
    later = [timedelta(hours=3), timedelta(hours=6), timedelta(hours=12)]
    full = timedelta(minutes=5) if soon else timedelta(hours=1)
    first = notice.given.get(Field.READY_BY) if field is Field.MOVE_BY else None
    found = [rounded_up(work.now + step, full) for step in (steps if soon else later)]
    return list(dict.fromkeys([*([datetime.fromisoformat(first)] if first else []), *found]))


def _time_choice(work: Work, notice: Notice, field: Field, moment: datetime) -> Choice:
    zone = community_of(work, notice).zone
    other_day = moment.astimezone(zone).date() != work.now.astimezone(zone).date()
    value = moment.isoformat()
    return button(
        "set", notice, label="moment", key=str(int(moment.timestamp())), field=field.value, value=value,
        at=value, day=other_day, zone=zone.key,
    )  # fmt: skip


def _grid(choices: Sequence[Choice]) -> tuple[tuple[Choice, ...], ...]:
    return tuple(tuple(choices[start : start + _ROW]) for start in range(0, len(choices), _ROW))
