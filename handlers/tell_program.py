"""Who hears what of the program itself and of its weekly duty roll call: a part of the table TELL."""

from __future__ import annotations

from bot.domain.duty_roll import DutyRollAnswered, DutyRollCalled, DutyRollCounted
from bot.domain.events import AppAlarm, Event
from bot.domain.restored import DatabaseRestored, HeldDecided
from bot.domain.staffing import StepsUnstaffed
from bot.talk.work import Tell
from handlers import duty_roll, staffing, tell_app, tell_duty_roll, tell_restored

PROGRAM: dict[type[Event], tuple[Tell, ...]] = {
    AppAlarm: (tell_app.tell,),
    DatabaseRestored: (tell_restored.tell,),
    HeldDecided: (),
    StepsUnstaffed: (staffing.tell,),
    DutyRollCalled: (),
    DutyRollAnswered: (duty_roll.show_answered,),
    DutyRollCounted: (tell_duty_roll.tell,),
}
