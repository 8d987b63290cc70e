"""From nothing to a bot on duty: `zhiban init`, then what `zhiban check` says next, one thing after the other."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from tests.founding.interview import NOWHERE, answers, interview
from tests.stories.test_first_day import IN_FORCE, number_of
from tests.stories.town import NAMES, ROOT, Town

_FINDING = re.compile(r"(?P<level>FAIL|warn)  (?P<subject>\w+)  (?P<file>[^:]+):(?P<line>\d+)  (?P<remedy>.*)")


@dataclass
class Newcomer:
    """Somebody who knows nothing and does what the last line says."""

    town: Town
    done: list[str] = field(default_factory=list)

    @property
    def roster(self) -> Path:
        """The file they write in."""
        return self.town.folder / "roster.toml"

    async def change(self, before: str, after: str) -> None:
        """Writes something else; a running bot has to take it."""
        text = self.roster.read_text(encoding="utf-8")
        assert before in text
        known = self.log().count(IN_FORCE)
        self.roster.write_text(text.replace(before, after, 1), encoding="utf-8")
        async with asyncio.timeout(10):
            while self.town.process is not None and self.log().count(IN_FORCE) == known:
                self.town.noted.clear()
                await self.town.noted.wait()

    def log(self) -> str:
        """What the bot has said so far."""
        return self.town.log.read_text(encoding="utf-8") if self.town.log.exists() else ""

    async def people(self, remedy: str) -> None:
        """`add a [[person]] with department = "service"`."""
        key = re.search(r"add a \[\[person\]\] with (\w+ = .+)$", remedy)
        assert key is not None
        if key[1].startswith("skills"):  # a guard who has learnt it; what they have learnt stands in one list
            learnt = re.search(r"skills = \[(.+)\]", key[1])
            assert learnt is not None
            had = "skills = [" in self.roster.read_text(encoding="utf-8")
            before = "skills = [" if had else 'department = "security"\n'
            await self.change(before, f"{before}{learnt[1]}, " if had else f"{before}{key[1]}\n")
            return
        at = self.roster.read_text(encoding="utf-8").count("[[person]]") + 1
        block = f'[[person]]\nid = "p{at}"\nname = "人{at}"\npost = "员工"\n{key[1]}\nroles = ["responder"]\n'
        await self.change("# 再加一个人", f'{block}communities = ["home"]\n\n# 再加一个人')

    async def account(self, remedy: str) -> None:
        """`start the bot and let 罗经理 open it`; later `let one of them open the bot ...: 人2, 人3`."""
        if self.town.process is None:
            assert "let 罗经理 open it" in remedy
            await self.town.start()
            await self.town.luo.starts()
            await self.change("# telegram = 1001", f"telegram = {await number_of(self.town.luo)}")
            return
        name = re.search(r"press Start and send /whoami: ([^,;]+)", remedy)
        assert name is not None
        who = await self.town.world.person(2000 + len(self.done), name[1])
        await who.starts()
        line = f'name = "{name[1]}"\n'
        await self.change(line, f"{line}telegram = {await number_of(who)}\n")

    async def group(self, remedy: str) -> None:
        """`put the bot into the group, and an admin gets the lines in private`."""
        assert "an admin gets the lines in private" in remedy
        await self.town.staff.bot_becomes("administrator", by=self.town.luo)
        lines = (await self.town.luo.heard("[[chat]]")).text
        await self.change("# 员工群：", f"{lines[lines.index('[[chat]]') :]}\n\n# 员工群：")

    async def check(self) -> tuple[list[re.Match[str]], str]:
        """What fails, and the line that says what is next."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "check", "--config", str(self.town.folder / "zhiban.toml"),
            cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        told, _ = await process.communicate()
        *findings, counts, following = told.decode().splitlines()
        failing = [line for line in findings if line.startswith("FAIL")]
        assert findings[: len(failing)] == failing, "what fails stands on top"
        assert counts.endswith(f" {len(failing)} FAIL")
        assert (process.returncode == 0) == (not failing)
        return [found for line in failing if (found := _FINDING.fullmatch(line))], following


@pytest.mark.slow
async def test_check_leads_a_newcomer_to_green(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIBAN_TELEGRAM__BASE_URL", sandbox.url)
    monkeypatch.setenv("ZHIBAN_WEB__PORT", "0")
    town = await nothing_yet(sandbox, tmp_path)
    went = await asyncio.to_thread(
        interview,
        town.folder,
        answers(token=town.world.token),
        environment={**NOWHERE, "ZHIBAN_TELEGRAM__BASE_URL": sandbox.url},
    )
    assert went.done
    newcomer = Newcomer(town)
    try:
        following = await until_green(newcomer)
    finally:
        if town.process is not None:
            await town.stop()
    assert list(dict.fromkeys(newcomer.done)) == ["people", "account", "group"], "in this order"
    assert following.startswith("next: nothing fails; ")
    assert town.errors() == []


async def until_green(newcomer: Newcomer) -> str:
    """Does what is said until nothing fails; each remedy takes its own line away, and only the first number brings
    others: whose is missing next."""
    failing, following = await newcomer.check()
    while failing:
        first = failing[0]
        assert following == f"next: {first['file']}:{first['line']}: {first['remedy']}; then check again"
        assert first["file"] == str(newcomer.roster)
        assert newcomer.roster.read_text(encoding="utf-8").splitlines()[int(first["line"]) - 1].startswith("[[")
        do: Callable[[str], Awaitable[None]] = getattr(newcomer, first["subject"])
        await do(first["remedy"])
        rest = {found["remedy"] for found in failing[1:]}
        failing, following = await newcomer.check()
        others = [found["subject"] for found in failing if found["remedy"] not in rest]
        assert set(others) <= ({"account"} if first["subject"] not in newcomer.done else set())
        assert first["remedy"] not in {found["remedy"] for found in failing}
        newcomer.done.append(first["subject"])
    return following


async def nothing_yet(sandbox: Sandbox, tmp_path: Path) -> Town:
    """A bot that BotFather has just made, and people who have never heard of it."""
    world = await sandbox.world(username="anju_duty_bot", privacy=False)
    account, name = NAMES["luo"]
    luo = await world.person(account, name)
    groups = [
        await world.group(number, title, members=[luo], bot="left")
        for number, title in ((-3001, "员工群"), (-3002, "业主群"), (-3003, "指挥群"))
    ]
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "clock").write_text("0", encoding="ascii")
    staff, residents, command = groups
    return Town(world=world, folder=folder, people={"luo": luo}, staff=staff, residents=residents, command=command)
