"""Taking a report: one line of chat, /report, a stranger's private message, or for a caller."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.correction import corrections
from bot.domain.deadline import Conversation
from bot.domain.events import IntakeChanged, IntakeDropped, IntakeRecorded
from bot.domain.intake import Intake, IntakeState
from bot.domain.people import Person
from bot.domain.places import Place
from bot.domain.recognise import FALLBACK
from bot.domain.roster import ChatKind
from bot.talk.message import Address, Card, Facts, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers import called
from handlers import intake as form
from handlers.further import add_news, ask_which, first_of_album, incidents_meant, is_talk
from handlers.listening import listen
from handlers.opening import open_incident
from handlers.second_line import completed, keep_line, line_before
from handlers.taking import community_of, take

CALLER_FORM = "caller"
_ALBUM_SECONDS = 60
_MOST_WORDS = 4_096


async def hear(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """Free words: a report when they say one; in a group anything else is talk."""
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    if chat is not None and chat.kind is ChatKind.RESIDENT:
        return Card(template="report/in_private", reply_to=incoming.message)
    if not incoming.text and not incoming.files:
        return None
    said = work.recognise(incoming.text)
    if (made := await called.hear(work, person, incoming, said)) is not None:
        return made
    meant = await incidents_meant(work, person, incoming, said)
    if len(meant) > 1 and incoming.text:
        return await ask_which(work, meant, incoming)
    if meant:
        return await add_news(work, meant[0], person, incoming)
    before = await line_before(work, incoming, said)
    spoken_to = incoming.private or incoming.to_bot or (incoming.reply_to and said.likely)
    if not before and not spoken_to and await is_talk(work, person, incoming, said):
        await keep_line(work, incoming)
        return None
    if incoming.album and await _joins_album(work, incoming):
        return None
    await first_of_album(work, incoming)
    await take(work, person, incoming, f"{before} {incoming.text}".strip())
    return None


async def start(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """/report, with or without words."""
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    if chat is not None and chat.kind is ChatKind.RESIDENT:
        return Card(template="report/in_private", reply_to=incoming.message)
    await take(work, person, incoming, asked.rest)
    return None


async def add_words(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """The second half in a second message: 电梯困人了 / 3号楼; also a typed answer and pictures."""
    before = intake = await _intake(work, asked)
    second = completed(work, intake, incoming) if asked.facts.get("second") else None
    files, spot, more = asked.facts.get("files"), asked.facts.get("spot"), asked.facts.get("more")
    if isinstance(spot, str):
        intake = form.settle_place(work, intake, Place(spot=spot[:60]))
    elif more:
        said = form.said_by(work, intake, incoming.text)
        intake = replace(intake, answers={**intake.answers, **said.answers} if intake.type else {})
    elif not files:
        intake = form.fill(work, intake, second or form.said_by(work, intake, incoming.text))
    words = f"{intake.words} {incoming.text}".strip()[:_MOST_WORDS]
    doubted = intake.doubted and (not incoming.text or bool(work.recognise(incoming.text).talk))
    intake = replace(intake, words=words, doubted=doubted, files=(*intake.files, *incoming.files))
    if second or before.type in (None, FALLBACK):
        before = replace(before, type=intake.type)  # further words complete a type, and put none right
    await _changed(work, intake, person, before=before, words=bool(incoming.text))
    new = (more and not intake.doubted) or (files and incoming.private and await first_of_album(work, incoming))
    return Toast(template="added") if new else None


async def choose_type(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """A type by its button."""
    intake = await _still_open(work, asked)
    if isinstance(intake, Toast):
        return intake
    chosen = str(asked.facts["choice"])
    answers = work.recogniser.answers(intake.words, work.playbooks[chosen]) if chosen in work.playbooks else {}
    likely = form.likely_types(work, intake)
    thought = chosen if chosen in likely else next(iter(likely), "")
    await _changed(work, replace(intake, type=chosen, answers=answers), person, before=intake, thought=thought)
    return None


async def choose_group(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """A group of the menu of types, or the way back out of it."""
    intake = await _still_open(work, asked)
    if isinstance(intake, Toast):
        return intake
    await form.show(work, intake, changing=f"type/{asked.facts['choice']}", by=incoming.account)
    return None


async def choose_community(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """Which community: two of them may have a 3号楼."""
    intake = await _still_open(work, asked)
    if isinstance(intake, Toast):
        return intake
    located = form.settle_place(work, replace(intake, community=str(asked.facts["choice"])), intake.place)
    await _changed(work, located, person, before=intake)
    return None


async def choose_place(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """A building by its button, or 不清楚: then it is opened without and asked on."""
    intake = await _still_open(work, asked)
    if isinstance(intake, Toast):
        return intake
    chosen = str(asked.facts["choice"])
    if chosen == "unsure":
        filled = replace(intake, place=Place(), nowhere=True, unknown="")
    else:
        filled = form.settle_place(work, intake, Place(building=chosen))
    await _changed(work, filled, person, before=intake)
    return None


async def change(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """修改: what, then the new value by button or words."""
    intake = await _still_open(work, asked)
    if isinstance(intake, Toast):
        return intake
    await form.show(work, intake, changing=str(asked.facts["choice"]) or "what", by=incoming.account)
    return None


async def drop(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """不是事件: kept, so that the words can be bettered."""
    intake = await _still_open(work, asked)
    if isinstance(intake, Toast):
        return intake
    intake = await work.intakes.put(replace(intake, state=IntakeState.DROPPED))
    work.happened(IntakeDropped(intake=intake.id, by=person.id if person else None))
    await form.finish(work, intake, card=Card(template="report/dropped", facts=form.draft_facts(work, intake)))
    return Toast(template="dropped")


async def submit(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """上报: opens the incident; with something missing it asks for that first."""
    intake = await _still_open(work, asked)
    if isinstance(intake, Toast):
        return intake
    if intake.type not in work.playbooks or work.roster.community(intake.community or "") is None:
        kind = intake.type if intake.type in work.playbooks else None  # the files have changed meanwhile
        intake = await work.intakes.put(replace(intake, type=kind, community=community_of(work, person, incoming)))
    if not intake.ready:
        await form.show(work, intake)
        return Toast(template="place_first")
    incident = await open_incident(work, intake, by=person)
    return Toast(template="opened", facts={"number": incident.number})


async def ask_caller(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """For a caller: who telephoned is asked in private, because groups never see it (rule 9)."""
    intake = await _still_open(work, asked)
    if isinstance(intake, Toast):
        return intake
    account = await work.accounts.get(incoming.where.platform, incoming.account)
    if person is None or account is None or not account.chat:
        return Toast(template="write_me_first", alert=True)
    await listen(
        work,
        Address(platform=account.platform, chat=account.chat),
        account.id,
        form=CALLER_FORM,
        facts={"intake": intake.id},
    )
    work.send(
        person,
        Card(template="report/caller"),
        key=f"caller/{intake.id}/{work.now.timestamp()}",
        priority=Priority.ANSWER,
    )
    return Toast(template="caller_in_private")


async def read_caller(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:
    """Any words are who telephoned, but not a report of its own."""
    report = work.recognise(incoming.text).spoken
    fresh = work.now - conversation.at <= form.SAME_REPORT
    return {"intake": conversation.facts["intake"]} if incoming.text and fresh and not report else None


async def take_caller(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """Keeps who telephoned; the desk sees it, no group does."""
    intake = await _still_open(work, asked)
    await work.conversations.end(incoming.where, incoming.account)
    if isinstance(intake, Toast):
        return intake
    intake = await work.intakes.put(replace(intake, caller=incoming.text[:200]))
    await form.show(work, intake)
    return Toast(template="caller_noted")


async def _joins_album(work: Work, incoming: Incoming) -> bool:
    """The second and later pictures of an album belong to the report its first one made."""
    latest = await work.intakes.latest(incoming.where, incoming.account)
    if latest is None or latest.state is not IntakeState.OPEN or incoming.text:
        return False
    if (work.now - latest.at).total_seconds() > _ALBUM_SECONDS:
        return False
    await work.intakes.put(replace(latest, files=(*latest.files, *incoming.files)))
    work.happened(IntakeChanged(intake=latest.id, by=latest.person))
    return True


async def _changed(
    work: Work, intake: Intake, person: Person | None, *, before: Intake, thought: str = "", words: bool = False
) -> None:
    """Keeps what is known now and what was put right, shows it to the writer and lets the desk read along."""
    intake = await work.intakes.put(replace(intake, doubted=intake.doubted and intake.type is None))
    by = person.id if person else None
    if before.doubted and not intake.doubted:
        work.happened(IntakeRecorded(intake=intake.id, by=by))
    work.happened(*corrections(before, intake, thought=thought, by=by))
    work.happened(IntakeChanged(intake=intake.id, words=words, by=by))
    await form.show(work, intake)


async def _intake(work: Work, asked: Asked) -> Intake:
    number = asked.facts["intake"]
    assert isinstance(number, int)
    found = await work.intakes.get(number)
    assert found is not None  # the gate has fetched it
    return found


async def _still_open(work: Work, asked: Asked) -> Intake | Toast:
    """The report, or the sentence that says what became of it."""
    intake = await _intake(work, asked)
    if intake.state is IntakeState.OPENED:
        return Toast(template="already_open", facts={"number": intake.incident}, alert=True)
    if intake.state is IntakeState.DROPPED:
        return Toast(template="already_dropped", alert=True)
    return intake
