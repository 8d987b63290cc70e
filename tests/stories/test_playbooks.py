"""Every plan of the library is walked as its file says, so that a new one is covered by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.playbook import Playbook
from bot.read.playbook import read_playbook
from bot.sandbox.client import Sandbox
from tests.stories.playbook_walk import Walk
from tests.stories.town import ROOT, founded
from tests.stories.walks import Given, walks

LIBRARY = ROOT / "templates" / "playbooks"
TYPES = sorted(path.stem for path in LIBRARY.glob("*.yaml"))


async def walk_all(sandbox: Sandbox, folder: Path, id: str, ways: list[Given], *, language: str = "zh") -> list[Walk]:
    """The walks of one plan, one incident after the other in the same town.

    Steps are done again only where a walk opens one that no walk before has done.
    """
    playbook = read_playbook(LIBRARY / f"{id}.yaml")
    done: list[Walk] = []
    async with founded(
        sandbox, folder, language=language, roster=lambda roster: with_contacts(roster, playbook)
    ) as town:
        for number, given in enumerate(ways, 1):
            walk = Walk(town=town, playbook=playbook, number=number, language=language)
            await walk.open()
            await walk.answer(given)
            if walk.steps - {key for before in done for key in before.done}:
                await walk.do_everything()
            await walk.close()
            done.append(walk)
    return done


def with_contacts(roster: str, playbook: Playbook) -> str:
    """The roster with a telephone of everybody the plan calls."""
    kinds = {step.call.to for lane in playbook.lanes for step in lane.steps if step.call and not step.call.to.isdigit()}
    contacts = (
        f'\n[[contact]]\ncommunity = "anju"\nkind = "{kind}"\nname = "{kind}"\nphone = "0755-100{number:04}"\n'
        for number, kind in enumerate(sorted(kinds - {"lift_maintenance"}))
    )
    return roster + "".join(contacts)


@pytest.mark.parametrize("id", TYPES)
async def test_a_plan_is_walked_from_its_first_line_to_its_end(sandbox: Sandbox, tmp_path: Path, id: str) -> None:
    ways = walks(read_playbook(LIBRARY / f"{id}.yaml"))
    (walk,) = await walk_all(sandbox, tmp_path, id, ways[:1])
    assert walk.done


@pytest.mark.slow
@pytest.mark.parametrize("id", TYPES)
async def test_every_answer_every_step_and_every_claim_is_walked(sandbox: Sandbox, tmp_path: Path, id: str) -> None:
    playbook = read_playbook(LIBRARY / f"{id}.yaml")
    done = await walk_all(sandbox, tmp_path, id, walks(playbook), language="en")
    answered = {pair for walk in done for pair in walk.answers.items()}
    assert answered >= {(q.id, a.id) for q in playbook.questions for a in q.answers}, "both ways at every branch"
    steps = {(lane.id, step.id) for lane in playbook.lanes for step in lane.steps}
    assert {key for walk in done for key in walk.done} == steps, "no step that no answer leads to"
    assert {one for walk in done for one in walk.claims} == claimed(playbook)


def claimed(playbook: Playbook) -> set[str]:
    """The requirements a plan says it fulfils, wherever in the file it says so."""
    parts = [playbook.covers]
    parts += [step.covers for lane in playbook.lanes for step in lane.steps]
    parts += [question.covers for question in playbook.questions]
    parts += [answer.covers for question in playbook.questions for answer in question.answers]
    return {one for part in parts for one in part}
