"""A press on a notice counts for its number, also on a message whose buttons a later version has taken."""

from __future__ import annotations

import pytest

from bot.talk.message import Card, Press, Toast
from bot.talk.route import Routed, route
from handlers import TABLES
from tests.talk.desk import RESIDENTS, Desk, card_of, said

OLD = Card(template="notice/text", facts={"text": "x"})


async def pressed(choice: str, about: str = "N3/1") -> Routed:
    desk = Desk(shown=[("m1", card_of(about, OLD, where=RESIDENTS))])
    return await route(desk.work, said(where=RESIDENTS, press=Press(card="c1", choice=choice)), TABLES)


@pytest.mark.parametrize("choice", ["safe", "help", "family"])
async def test_a_button_that_is_gone_still_answers_its_notice(choice: str) -> None:
    found = await pressed(choice)
    assert found.route is TABLES.presses[choice]
    assert found.asked.facts == {"notice": 3}


@pytest.mark.parametrize(
    ("choice", "about"), [("help_go:1", "N3/roll"), ("family_safe", "N3/family"), ("safe", "Nx"), ("ack", "N3/1")]
)
async def test_every_other_button_that_is_gone_says_so(choice: str, about: str) -> None:
    found = await pressed(choice, about)
    assert isinstance(found.reply, Toast)
    assert found.reply.template == "button_gone"
