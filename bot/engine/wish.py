"""A message on its way through the gate for rights, and the end of one that goes no further."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.people import Person
from bot.domain.turned_down import Refused
from bot.talk.message import Card, Incoming, Toast
from bot.talk.route import Route, Tables
from bot.talk.work import Work


class Stop(Exception):
    """The message goes no further; `reply` says what to do instead. A refusal of rights is kept on record."""

    def __init__(self, reply: Card | Toast, *, refused: Refused | None = None) -> None:
        super().__init__(reply.template)
        self.reply, self.refused = reply, refused


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One message on its way through the gate."""

    work: Work
    tables: Tables
    incoming: Incoming
    person: Person | None
    route: Route

    @property
    def account(self) -> tuple[str, str]:
        """Who asks, as reporters are known."""
        return (self.incoming.where.platform, self.incoming.account)

    @property
    def communities(self) -> tuple[str, ...]:
        """Where the message may belong: the community of the chat, else those of the person."""
        chat = self.work.roster.chat(self.incoming.where.platform, self.incoming.where.chat)
        if chat is not None:
            return (chat.community,)
        return self.person.communities if self.person else ()
