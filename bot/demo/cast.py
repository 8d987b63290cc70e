"""The people of the demo who act by themselves: each looks at the cards there are and does what a rule says."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.demo.colleague import Colleague
from bot.demo.community import Community
from bot.demo.rules import PRIVATE, Heard, Rule
from bot.demo.standing import Standing
from bot.sandbox.places import Person
from bot.sandbox.seen import Message

_SEED = 7
_SLOWER = (0.8, 1.3)
_SPREAD = (0.8, 1.4)
_OFTEN = 3
"""So often somebody presses the same button of a card that has changed meanwhile, or answers the same words; in a
group once."""
_LATER = timedelta(minutes=30)
_LOOKS_EVERY = 60.0


@dataclass(frozen=True, kw_only=True)
class _Intent:
    """What somebody is about to do, and when on the loop's clock."""

    rule: Rule
    message: Message
    at: float


class Cast:
    """Acts for everybody for whom `acts_for` says so; `pace`: 1 as people do, less is faster; `now`: local time;
    `shared`: the button that only a card has which is for everybody."""

    def __init__(
        self,
        community: Community,
        rules: Sequence[Rule],
        *,
        shared: str,
        acts_for: Callable[[int], bool],
        now: Callable[[], datetime],
        pace: float,
    ) -> None:
        self._community, self._acts_for, self._now, self._pace = community, acts_for, now, pace
        self._shared = shared
        self._standing = Standing(world=community.world)
        self._random = Random(_SEED)
        self._slower = {name: self._random.uniform(*_SLOWER) for name in community.people}
        self._rules = {
            name: [rule.of(one.name) for rule in rules if not rule.who or name in rule.who]
            for name, one in community.people.items()
        }
        self._intents: dict[str, _Intent] = {}
        self._done: set[tuple[int, int, int, int]] = set()
        self._answered: set[tuple[int, int, int, Rule]] = set()
        self._times: Counter[tuple[int, Rule, str]] = Counter()
        self._since = 0
        self._stirred = asyncio.Event()

    async def leave_what_stands(self) -> None:
        """What has been said so far is over: only what comes from now on is acted on."""
        self._since = await self._community.world.mark()

    def look(self) -> None:
        """Somebody may act now who might not before."""
        self._stirred.set()

    async def act(self) -> None:
        """Everybody, for as long as it runs."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._read())
            group.create_task(self._go())

    async def _read(self) -> None:
        while True:
            if await self._standing.catch_up():
                self._stirred.set()

    async def _go(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            self._stirred.clear()
            self._intend(clock())
            for name, intent in sorted(self._intents.items(), key=lambda one: one[1].at):
                if intent.at <= clock() and self._acts_for(self._community.people[name].id):
                    await self._do(self._community.people[name], self._intents.pop(name))
                    self._stirred.set()
            wait = min((one.at - clock() for one in self._intents.values()), default=_LOOKS_EVERY)
            with suppress(TimeoutError):
                async with asyncio.timeout(max(wait, 0.0)):
                    await self._stirred.wait()

    def _intend(self, now: float) -> None:
        """Everybody who is free finds something to do; what has become needless is dropped."""
        for name, person in self._community.people.items():
            if not self._acts_for(person.id):
                self._intents.pop(name, None)
                continue
            found = next(self._wants(name, person), None)
            before = self._intents.get(name)
            if found is None:
                self._intents.pop(name, None)
            elif before is None or (before.rule, before.message.id) != (found[0], found[1].id):
                wait = found[0].after * self._pace * self._slower[name] * self._random.uniform(*_SPREAD)
                self._intents[name] = _Intent(rule=found[0], message=found[1], at=now + wait)
            else:
                self._intents[name] = _Intent(rule=found[0], message=found[1], at=before.at)

    def _wants(self, name: str, person: Person) -> Iterator[tuple[Rule, Message]]:
        """What somebody may do now: by the order of the rules, the newest card first."""
        for rule in self._rules[name]:
            for message in self._cards(rule.where, person):
                if rule.fits(message) and self._is_new(person, rule, message) and self._is_time(person, rule, message):
                    yield rule, message

    def _is_new(self, person: Person, rule: Rule, message: Message) -> bool:
        """Whether they have not done it yet, since the card changed."""
        if (
            message.seq <= self._since
            or self._key(person, message) in self._done
            or self._times[person.id, rule, message.text] >= _OFTEN
        ):
            return False
        if not rule.presses:
            answered = (person.id, message.chat, message.id, rule) in self._answered
            return not answered and (
                rule.anew or self._standing.said(message.chat, person.id) < self._standing.worded(message)
            )
        presses = self._standing.presses(person.id, message, rule.label(message))
        if message.chat < 0:
            return not presses
        return len(presses) < _OFTEN and all(seq < message.seq for seq in presses)

    def _is_time(self, person: Person, rule: Rule, message: Message) -> bool:
        number = rule.number(message)
        said = [self._is_said(person, one, number) for one in rule.heard]
        return all(said) and not any(self._is_said(person, one, number) for one in rule.unheard)

    def _is_said(self, person: Person, heard: Heard, number: str) -> bool:
        messages, now = self._standing.messages(self._place(heard.where, person)), self._now()
        return any(heard.by(message, number, now) for message in messages)

    def _cards(self, where: str, person: Person) -> Iterable[Message]:
        """What somebody may act on in a place; on WeCom all of it is in the one conversation they have."""
        if not isinstance(person, Colleague):
            return self._standing.messages(self._place(where, person))
        found = self._standing.messages(person.id)
        return found if where != PRIVATE else [one for one in found if self._shared not in one.labels]

    def _place(self, where: str, person: Person) -> int:
        return person.id if where == PRIVATE else self._community.groups[where].id

    def _key(self, person: Person, message: Message) -> tuple[int, int, int, int]:
        return person.id, message.chat, message.id, message.seq

    async def _do(self, person: Person, intent: _Intent) -> None:
        rule, message = intent.rule, intent.message
        self._done.add(self._key(person, message))
        self._times[person.id, rule, message.text] += 1
        self._answered.add((person.id, message.chat, message.id, rule))
        alone = rule.where == PRIVATE or isinstance(person, Colleague)
        place = person if alone else self._community.groups[rule.where]
        if rule.says:
            await person.says(place, self._dated(rule.words(message)))
        elif rule.sends:
            await person.sends(place, rule.sends)
        elif rule.opens:
            toast = await person.presses(message, rule.label(message))
            if toast.url:
                await person.opens(toast.url)
        else:
            await person.taps(message, rule.label(message))

    def _dated(self, words: str) -> str:
        """With clock times where it asks for them."""
        now = self._now()
        return words.replace("{now}", f"{now:%H:%M}").replace("{later}", f"{now + _LATER:%H:%M}")
