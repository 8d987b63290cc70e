"""Who hears what of the program itself and of its weekly duty roll call: a part of the table TELL."""

from __future__ import annotations

from bot.domain.events import AppAlarm, Event
from bot.domain.restored import DatabaseRestored, HeldDecided
from bot.talk.work import Tell
from handlers import tell_app, tell_restored

PROGRAM: dict[type[Event], tuple[Tell, ...]] = {
    AppAlarm: (tell_app.tell,),
    DatabaseRestored: (tell_restored.tell,),
    HeldDecided: (),
}
