"""加预案: a second plan beside the one an incident runs, by a person's word or by an answer."""

from __future__ import annotations

from bot.talk.message import Choice
from handlers.cards import button


def attach_button(number: int) -> Choice:
    """[加预案] on a card of incident `number`: asks which type."""
    return button("attach", number)
