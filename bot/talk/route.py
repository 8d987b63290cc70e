"""Which row of the routing table a message is for. Press, command, word, typed label and number come out the same."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from bot.domain.deadline import Conversation
from bot.domain.intake import IntakeState
from bot.domain.people import Action
from bot.domain.roster import ChatKind
from bot.talk.calling_out import called_out
from bot.talk.message import Card, Facts, Incoming, Toast
from bot.talk.typed import NAMED, ORDINAL, SLASH, WIDE, WORDS, asked_in
from bot.talk.work import Asked, Handler, Shown, Work


class On(Enum):
    """What a row of the table is about; the engine fetches it and asks the gate for rights with it."""

    NOTHING = "nothing"
    """The person alone."""
    COMMUNITY = "community"
    """The community of the chat."""
    INCIDENT = "incident"
    """The incident with the number."""
    STEP = "step"
    """The next step of the lane in `facts`."""
    INTAKE = "intake"
    """The report with the id in `facts`."""
    PAPER = "paper"
    """The notice or report that is named: N3, R5."""
    REPORT = "report"
    """The report that is named, or that of the incident with the number."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """A row of the routing table."""

    handler: Handler
    action: Action
    on: On = On.NOTHING
    for_another: Action | None = None
    """What is needed when `rest` names somebody else: /arrive 7 李电."""
    repeats: bool = False
    """A press on a button that has just gone from its card still means it, so that it gets the sentence it deserves."""


FormReader = Callable[[Work, Incoming, Conversation], Awaitable[Facts | None]]
"""Reads free words as the answer to what is being asked: the facts they give, or None when they are no answer."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """A conversation that takes free words: how they are read, and the route the facts then take."""

    read: FormReader
    route: Route


@dataclass(frozen=True, kw_only=True)
class Tables:
    """The routing table, in full: handlers/__init__.py."""

    commands: Mapping[str, Route]
    """By command name, as typed after a slash or as a word."""
    presses: Mapping[str, Route]
    """By the action of a choice's key."""
    forms: Mapping[str, Form]
    free: Route
    """Words and files that are nothing else: perhaps a report."""
    membership: Route


NOTHING_ASKED = Asked(facts={})


@dataclass(frozen=True, kw_only=True)
class Routed:
    """Where a message goes and what is wanted; or, with `reply`, the answer at once."""

    route: Route | None = None
    asked: Asked = NOTHING_ASKED
    reply: Card | Toast | None = None


SILENCE = Routed()
"""Talk among people: no answer."""


async def route(work: Work, incoming: Incoming, tables: Tables) -> Routed:
    """The straight line: membership, press, command, word, answer to what is asked, and last of all a report."""
    if incoming.membership is not None:
        return Routed(route=tables.membership)
    if incoming.press is not None:
        return await _press(work, incoming, tables)
    if incoming.edited:
        return Routed(reply=Card(template="refused/edited")) if incoming.private else SILENCE
    if incoming.to_other:
        return SILENCE
    text = incoming.text.translate(WIDE).strip()
    slash = SLASH.match(text)
    if incoming.hidden or incoming.forwarded:
        return _faceless(work, incoming, tables, is_command=slash is not None)
    if slash:
        return _command(incoming, tables, slash)
    asking = await _asking(work, incoming)
    return (
        _label(work, asking, tables, text=text)
        or await _called_out(work, incoming, tables, text=text)
        or await _word(work, incoming, tables, text=text)
        or await _answer(work, incoming, tables)
        or _free(work, incoming, tables)
    )


async def _press(work: Work, incoming: Incoming, tables: Tables) -> Routed:
    assert incoming.press is not None
    shown = await work.cards.get(incoming.press.card) if incoming.press.card else None
    if shown is None or (shown.where.platform, shown.where.chat) != (incoming.where.platform, incoming.where.chat):
        return Routed(reply=Toast(template="button_unknown", alert=True))
    key = incoming.press.choice
    return _pressed(shown, key, tables) or await _gone(work, shown, tables.presses.get(key))


def _pressed(shown: Shown, key: str, tables: Tables, *, typed: bool = False) -> Routed | None:
    choice = shown.card.choice(key)
    found = tables.presses.get(key.partition(":")[0]) if choice else None
    if choice is None or found is None:
        return None
    number = choice.facts.get("incident")
    asked = Asked(
        number=number if isinstance(number, int) else None,
        rest=str(choice.facts.get("rest", "")),
        facts=choice.facts,
        typed=typed,
    )
    return Routed(route=found, asked=asked)


async def _gone(work: Work, shown: Shown, found: Route | None) -> Routed:
    """The card has changed under the finger: 收到 twice is 你已经收到了; over is over; the rest is out of date."""
    head, _, rest = shown.about.partition("/")
    if head == "intake":
        return Routed(reply=await _became(work, int(rest.partition("/")[0])))
    if head[:1] == "N" and head[1:].isdigit() and found and found.repeats and found.on is On.NOTHING:
        return Routed(route=found, asked=Asked(facts={"notice": int(head[1:])}))  # a later version took its buttons
    incident = await work.incidents.get(int(head)) if head.isdigit() else None
    if incident is not None and not incident.state.open:
        facts = {"number": incident.number, "state": incident.state.value}
        return Routed(reply=Toast(template="incident_over", facts=facts, alert=True))
    if incident is None or found is None or not found.repeats:
        return Routed(reply=Toast(template="button_gone", alert=True))
    return Routed(route=found, asked=Asked(number=incident.number, facts={"incident": incident.number}))


async def _became(work: Work, report: int) -> Toast:
    """What became of a report whose card has no such button any more."""
    intake = await work.intakes.get(report)
    if intake is not None and intake.state is IntakeState.OPENED:
        return Toast(template="already_open", facts={"number": intake.incident}, alert=True)
    if intake is not None and intake.state is IntakeState.DROPPED:
        return Toast(template="already_dropped", alert=True)
    return Toast(template="button_gone", alert=True)


def _faceless(work: Work, incoming: Incoming, tables: Tables, *, is_command: bool) -> Routed:
    """Forwards, anonymous admins and channels: never a command, never an answer; a report needs a press anyway."""
    if not is_command:
        return _free(work, incoming, tables)
    if incoming.hidden:
        return Routed(reply=Card(template="refused/own_name"))
    return Routed(reply=Card(template="refused/forwarded")) if incoming.private else SILENCE


def _command(incoming: Incoming, tables: Tables, slash: re.Match[str]) -> Routed:
    found = tables.commands.get(slash[1].lower())
    if found is None:
        unknown = Card(template="refused/unknown_command", facts={"command": slash[1][:32]})
        return Routed(reply=unknown) if incoming.private or incoming.to_bot else SILENCE
    return Routed(route=found, asked=asked_in(slash[2]))


async def _word(work: Work, incoming: Incoming, tables: Tables, *, text: str) -> Routed | None:
    """收到 7: the whole message is the word and a number; without one it counts only for who is waited for."""
    named = NAMED.match(text)
    if named and (found := _paper_route(work, tables, named["word"])):
        rest = (named["rest"] or named["after"] or "").strip()
        return Routed(route=found, asked=Asked(name=named["name"].upper(), rest=rest, facts={}, typed=True))
    tried = (pattern.match(text) for pattern in WORDS)
    matched = next((one for one in tried if one and work.words.command(one["word"]) in tables.commands), None)
    if matched is None:
        return None
    found = tables.commands[str(work.words.command(matched["word"]))]
    number, rest = matched["number"], (matched["rest"] or matched["after"] or "").strip()
    if found.on not in (On.INCIDENT, On.STEP, On.REPORT):
        spoken_to = incoming.private or incoming.to_bot or bool(incoming.reply_to)
        if found.on is On.PAPER and spoken_to:  # 驳回 and a reason, as a reply to the notice
            return Routed(route=found, asked=Asked(rest=rest, facts={}, typed=True)) if not number else None
        return Routed(route=found, asked=NOTHING_ASKED) if spoken_to and not rest and not number else None
    if number:
        return Routed(route=found, asked=Asked(number=int(number), rest=rest, facts={}, typed=True))
    if rest and not incoming.reply_to:
        return None
    waited = await numbers_for(work, incoming)
    if not incoming.private and not incoming.reply_to and len(waited) != 1:
        return None
    return Routed(route=found, asked=Asked(rest=rest, facts={}, typed=True))


def _paper_route(work: Work, tables: Tables, word: str) -> Route | None:
    found = tables.commands.get(work.words.command(word) or "")
    return found if found is not None and found.on in (On.PAPER, On.REPORT) else None


async def numbers_for(work: Work, incoming: Incoming) -> tuple[int, ...]:
    """Which incidents a word without a number may mean: the one replied to, else those this person is waited for on."""
    if incoming.reply_to:
        shown = await work.cards.of_message(incoming.where, incoming.reply_to)
        head = shown.about.partition("/")[0] if shown else ""
        if head.isdigit():
            return (int(head),)
    person = work.roster.account(incoming.where.platform, incoming.account)
    if person is None:
        return ()
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    communities = (chat.community,) if chat else person.communities
    found = [incident for community in communities for incident in await work.incidents.open_of(community)]
    return tuple(incident.number for incident in found if incident.awaits(person.id))


async def _asking(work: Work, incoming: Incoming) -> Shown | None:
    """The card these words may answer: the one replied to, else the one that asks this person here."""
    if incoming.reply_to:
        return await work.cards.of_message(incoming.where, incoming.reply_to)
    conversation = await work.conversations.get(incoming.where, incoming.account)
    if conversation is None or not conversation.card:
        return None
    return await work.cards.live(incoming.where, conversation.card)


def _label(work: Work, asking: Shown | None, tables: Tables, *, text: str) -> Routed | None:
    """A typed label or number is a press."""
    key = _typed_choice(work, asking.card, text) if asking else None
    return _pressed(asking, key, tables, typed=True) if asking and key else None


async def _called_out(work: Work, incoming: Incoming, tables: Tables, *, text: str) -> Routed | None:
    found = await called_out(work, incoming, text)
    return Routed(route=tables.presses[found[0]], asked=found[1]) if found else None


async def _answer(work: Work, incoming: Incoming, tables: Tables) -> Routed | None:
    """Other words and files answer what this person is being asked, when the form can read them so."""
    conversation = await work.conversations.get(incoming.where, incoming.account)
    form = tables.forms.get(conversation.form) if conversation else None
    if conversation is None or form is None:
        return None
    facts = await form.read(work, incoming, conversation)
    if facts is None:
        return None
    number = facts.get("incident")
    asked = Asked(
        number=number if isinstance(number, int) else None, rest=incoming.text.strip(), facts=facts, typed=True
    )
    return Routed(route=form.route, asked=asked)


def _typed_choice(work: Work, card: Card, text: str) -> str | None:
    """The key of the choice whose label was typed; a bare number counts from the first button on."""
    said = "" if text[:1] in "-+" else re.sub(r"[^\w#]+", "", text).casefold()
    choices = [choice for row in card.rows for choice in row]
    labelled = next((choice.key for choice in choices if said and said in work.words.labels(choice)), None)
    if labelled is not None:
        return labelled
    ordinal = ORDINAL.fullmatch(text) if card.facts.get("numbered") else None
    if ordinal and ordinal[1].isascii() and 1 <= int(ordinal[1]) <= len(choices):
        return choices[int(ordinal[1]) - 1].key
    return None


def _free(work: Work, incoming: Incoming, tables: Tables) -> Routed:
    """Read as a report in staff and command groups and in private; in resident groups only what is said to the bot."""
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    staff = chat is not None and chat.kind in (ChatKind.STAFF, ChatKind.COMMAND)
    if incoming.private or staff or incoming.to_bot or incoming.reply_to:
        return Routed(route=tables.free)
    return SILENCE


def numbered(asked: Asked, number: int) -> Asked:
    """The same wish, now with its number."""
    return replace(asked, number=number)
