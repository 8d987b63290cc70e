"""When a call for help has a sound of its own: what is new rings, the same again does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.roll_call import Answer, Word, add_need, answer_again, lives_at, rings
from tests.domain.estate import NOW
from tests.domain.test_roll_call import answer


def test_help_that_is_pressed_again_and_again_rings_once_in_ten_minutes() -> None:
    minute = timedelta(minutes=1)

    def pressed(before: Answer | None, word: Word, after: int, **more: object) -> tuple[Answer, bool]:
        now = answer_again(before, answer("1", word, **{"building": "3", "at": NOW + after * minute, **more}))
        loud = rings(now, before, at=NOW + after * minute)
        return (replace(now, rang=NOW + after * minute) if loud else now), loud

    one, loud = pressed(None, Word.HELP, 0)
    assert loud
    one, loud = pressed(one, Word.HELP, 1)
    assert not loud
    for after in (2, 4, 6):
        one, loud = pressed(one, Word.SAFE, after)
        assert not loud
        one, loud = pressed(one, Word.HELP, after + 1)
        assert not loud
    needing = add_need(one, "腿")
    assert rings(needing, one, at=NOW)
    assert not rings(add_need(needing, "两个人"), needing, at=NOW)
    safe, _ = pressed(one, Word.SAFE, 8)
    assert pressed(safe, Word.HELP, 9, flat="402")[1], "another place"
    assert pressed(lives_at(replace(safe, flat="402"), safe), Word.HELP, 9, flat="402")[1]
    assert pressed(safe, Word.HELP, 9, need="腿")[1], "what for"
    assert pressed(safe, Word.HELP, 10)[1], "ten minutes later"
    sent_back, _ = pressed(replace(one, helper="wang"), Word.SAFE, 8)
    assert pressed(sent_back, Word.HELP, 9)[1], "who was sent back has to hear of it"
