"""One thing that is asked ends without taking another with it."""

from __future__ import annotations

from handlers.listening import listen, stop_listening
from tests.talk.desk import PRIVATE, Desk


async def test_only_what_its_own_card_asks_is_asked_no_more() -> None:
    desk = Desk()
    await listen(desk.work, PRIVATE, "11", form="filing", facts={"report": 5}, card="R5/form")
    await stop_listening(desk.work, PRIVATE, "11", card="N3/family")
    await stop_listening(desk.work, PRIVATE, "12", card="R5/form")
    assert desk.asking is not None
    await stop_listening(desk.work, PRIVATE, "11", card="R5/form")
    assert desk.asking is None
