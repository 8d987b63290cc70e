"""A town to tell stories in: the sandbox's people and groups, and the real bot as a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox.client import Sandbox, World
from bot.sandbox.places import Group, Person
from bot.sandbox.seen import Message
from bot.sandbox.wecom_outside import Resident
from tests.stories.office import Office
from tests.stories.phones import Colleague
from tests.stories.seen_on_phones import Seen
from tests.stories.wecom_town import ON_WECOM, floors, free_port, hire, make_office, roster_for, settings_for

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "templates" / "sample"
STAFF, RESIDENTS, COMMAND = -1001, -1002, -1003

NAMES = {
    "wang": (1001, "王强"),
    "li": (1002, "李电"),
    "chen": (1003, "陈工"),
    "zhou": (1004, "周敏"),
    "zhao": (1005, "赵班"),
    "zhu": (1006, "陈主管"),
    "luo": (1007, "罗经理"),
    "sun": (1008, "孙岚"),
    "he": (1009, "何军"),
}
LEADERS = ("zhao", "zhu", "luo")


@dataclass(kw_only=True)
class Town:
    """One company with its bot. `people` are the staff of the sample roster; they have started the bot."""

    world: World
    folder: Path
    people: dict[str, Person] = field(default_factory=dict)
    staff: Group
    residents: Group
    command: Group
    office: Office | None = None
    """Their phones, when some of them are on WeCom."""
    gathers: float = 4.0
    """Seconds after which the changes of a live card are drawn."""
    process: asyncio.subprocess.Process | None = None
    elapsed: float = 0.0
    noted: asyncio.Event = field(default_factory=asyncio.Event)
    right_errors: tuple[str, ...] = ()
    program: tuple[str, ...] = ("bot",)
    """The module that is run, and what it is given before the command."""

    def __getattr__(self, name: str) -> Person:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    async def start(self) -> None:
        """Starts the bot and waits until it is on duty."""
        environment = {**os.environ, "ZHIBAN_CLOCK_FILE": str(self.folder / "clock")}
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *self.program,
            "run",
            "--config",
            str(self.folder / "zhiban.toml"),
            cwd=ROOT,
            env=environment,
            stderr=asyncio.subprocess.PIPE,
        )
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.note(line)
            if b"on duty" in line:
                break
        else:
            raise AssertionError(f"the bot did not start: {self.log.read_text(encoding='utf-8')}")
        self.reading = asyncio.create_task(self.read_log())

    async def read_log(self) -> None:
        """Keeps what the bot writes on standard error."""
        assert self.process is not None
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.note(line)

    @property
    def log(self) -> Path:
        """What the bot wrote on standard error, over all its starts."""
        return self.folder / "log"

    def note(self, line: bytes) -> None:
        """One line of the bot's log."""
        with self.log.open("ab") as log:
            log.write(line)
        noted, self.noted = self.noted, asyncio.Event()
        noted.set()

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends the bot: SIGTERM asks it to, SIGKILL does not."""
        assert self.process is not None
        self.process.send_signal(how)
        code = await self.process.wait()
        await self.reading
        self.process = None
        return code

    async def restart(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Kills it in the middle and starts it again."""
        await self.stop(how)
        await self.start()

    async def forward(self, minutes: float) -> int:
        """Moves everybody's clock; the mark to look behind."""
        self.elapsed += minutes * 60
        mark = await self.world.clock(minutes * 60)
        waiting = self.folder / "clock.new"
        waiting.write_text(str(self.elapsed), encoding="ascii")
        waiting.replace(self.folder / "clock")
        return mark

    async def shows(self, *words: str) -> Message:
        """The live card of the staff group once its changes are drawn."""
        await self.settles()
        return await self.staff.heard(*words, after=0)

    async def settles(self) -> int:
        """Time passes until what is gathered of a live card is drawn; the mark to look behind."""
        return await self.forward(self.gathers / 60)

    async def resident(self, number: int, name: str) -> Person | Resident:
        """Somebody who lives here and has never written: in WeChat where the company is on WeCom alone."""
        if self.office is None or not self.office.kf:
            return await self.world.person(number, name)
        return await self.office.neighbour(f"wm{number}", name)

    async def talks(self, person: Person, text: str) -> None:
        """Somebody says something to the others: in the group, where it is heard; an app is not in between."""
        if not isinstance(person, Colleague):
            await person.says(self.staff, text)

    def reader(self, message: Message) -> int:
        """Where a message was read: the group, or one phone of several."""
        return message.phone if isinstance(message, Seen) and message.phone else message.chat

    def addressed(self, person: Person) -> tuple[str, ...]:
        """What shows in the staff group for whom a question is: the name; on a phone nobody else reads it."""
        return () if isinstance(person, Colleague) else (person.name,)

    async def called(self, person: Person, *words: str) -> list[Message]:
        """What was written to somebody alone, and not to everybody who reads what the staff reads."""
        said = await person.said(*words)
        return self.office.alone(said) if self.office else said

    async def logs(self, words: str, *, within: float = 10.0) -> str:
        """Waits for a line of the bot's log."""
        async with asyncio.timeout(within):
            while True:
                lines = self.log.read_text(encoding="utf-8").splitlines()
                found = next((line for line in lines if words in line), None)
                if found is not None:
                    return found
                await self.noted.wait()

    def expects(self, *words: str) -> None:
        """Errors with these words are right in this story; each has to be there."""
        for one in words:
            assert any(one in line for line in self.errors()), f"no error says {one!r}"
        self.right_errors += words

    def errors(self) -> list[str]:
        """What no story may leave behind: errors and tracebacks in the bot's log."""
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        found: list[str] = re.findall(r"^.*(?:ERROR|CRITICAL|Traceback).*$", text, flags=re.MULTILINE)
        return [line for line in found if not any(words in line for words in self.right_errors)]


@contextlib.asynccontextmanager
async def founded(
    sandbox: Sandbox,
    folder: Path,
    *,
    language: str = "zh",
    started: bool = True,
    roster: Callable[[str], str] = str,
    settings: Callable[[str], str] = str,
    program: tuple[str, ...] = ("bot",),
    platform: str = "telegram",
) -> AsyncIterator[Town]:
    """A town whose bot runs; at the end it is stopped, and its log must hold no error.

    `roster` and `settings` change the sample files; `started`: everybody has started the bot. `platform` is where the
    staff is: telegram, wecom or mixed.
    """
    town = await settle(sandbox, folder, program=program, away=ON_WECOM.get(platform, ()))
    greeted = list(town.people.values()) if started else []
    for person in greeted:
        await person.starts()
    write_files(folder, sandbox.url, town.world.token, language=language)
    if platform in ON_WECOM:
        await move_to_wecom(town, platform)
    for name, change in (("roster.toml", roster), ("zhiban.toml", settings)):
        file = folder / name
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    await town.start()
    for person in greeted if town.office else []:
        await person.heard(after=0)  # two platforms keep no order: what is said on WeCom must not overtake it
    try:
        yield town
        assert town.errors() == []
    finally:
        if town.process is not None:
            await town.stop()


async def settle(sandbox: Sandbox, folder: Path, *, program: tuple[str, ...], away: Sequence[str]) -> Town:
    """The town before its bot; who is away has no Telegram."""
    world = await sandbox.world(username="zhiban_bot", privacy=False)
    people = {key: await world.person(account, name) for key, (account, name) in NAMES.items() if key not in away}
    everybody, leaders = list(people.values()), [person for key, person in people.items() if key in LEADERS]
    return Town(
        world=world,
        folder=folder,
        program=program,
        people=people,
        staff=await world.group(STAFF, "员工群", members=everybody, bot="administrator"),
        residents=await world.group(RESIDENTS, "3号楼业主群", members=[], bot="administrator"),
        command=await world.group(COMMAND, "指挥群", members=leaders, bot="administrator"),
    )


def write_files(folder: Path, url: str, token: str, *, language: str) -> None:
    """The sample settings and roster, pointed at the sandbox."""
    sample = SAMPLE if language == "zh" else SAMPLE / language
    settings = (sample / "zhiban.toml").read_text(encoding="utf-8")
    settings = re.sub(r'token = "[^"]*"', f'token = "{token}"', settings)
    settings = re.sub(r'base_url = "[^"]*"', f'base_url = "{url}"', settings)
    settings = re.sub(r"port = \d+", "port = 0", settings)
    settings = re.sub(r"(telegram_\w+) = \d+", r"\1 = 0", settings)
    settings = settings.replace("[command]\n", "[command]\nduty_roll = false\n")  # no Monday rings in a story
    (folder / "zhiban.toml").write_text(settings, encoding="utf-8")
    (folder / "roster.toml").write_text((sample / "roster.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "clock").write_text("0", encoding="ascii")


async def move_to_wecom(town: Town, platform: str) -> None:
    """Those of the staff who are on WeCom there get their phones, the files the accounts of the corp."""
    port = free_port()
    town.office = office = await make_office(town.world, town.folder, port=port)
    names = {key: name for key, (_, name) in NAMES.items()}
    town.people = await hire(office, names, town.people, town.staff)
    town.staff, town.command = floors(office, town.staff, town.command, mixed=platform == "mixed")
    town.gathers, office.kf = 21.0, platform == "wecom"
    roster, settings = town.folder / "roster.toml", town.folder / "zhiban.toml"
    roster.write_text(roster_for(platform, roster.read_text(encoding="utf-8")), encoding="utf-8")
    written = settings.read_text(encoding="utf-8")
    settings.write_text(settings_for(platform, written, office.corp, port=port), encoding="utf-8")


async def open_lift(town: Town, line: str = "3号楼2单元电梯困人") -> Message:
    """王强 reports a lift entrapment and presses 上报; the live card of the staff group."""
    said = await town.wang.says(town.staff, line)
    draft = await town.staff.heard("上报", after=said)
    await town.wang.presses(draft, "上报")
    return await town.staff.heard("#1", "前到场", after=said)
