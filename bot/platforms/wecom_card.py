"""A drawn card as WeCom shows it: plain text, and a template card for its choices. All its limits stand here.

The limits in characters are advice of the vendor: longer text is cut on the screen. So we cut it, where that can be
seen, and send the whole words as text before the card. Counts and bytes are hard. All are of WD 90236.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.platforms.wecom_news import Age
from bot.platforms.wecom_text import MORE, parts, plain, shorten
from bot.talk.message import Button, Drawn, Priority

TITLE, DESC, WORDS = 36, 44, 160
"""Characters of main_title.title, main_title.desc and sub_title_text."""
BUTTONS, BUTTON_TEXT, KEY_BYTES = 6, 10, 1024
DIRECT = BUTTONS - 1
"""Choices with a button of their own where the rest is in a list: the sixth button sends what is chosen there."""
LISTS, OPTIONS, OPTION_TEXT = 3, 10, 10
"""Lists of a card, options of a list, characters of an option."""

NO_CHOICE, NO_CHOICE_TEXT = "none", "—"
"""The first option of each list: WeCom takes the first for chosen when nothing was."""
SUBMITS = "?"
"""Instead of a choice, in the key of the button below the lists: what was chosen comes beside it."""
_BETWEEN = " · "
"""Where a long first line may go on in the line below it."""
DONE = "✓"
"""On the grey button of a card that has no choices any more."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What goes out for one drawn card, in this order."""

    texts: tuple[str, ...] = ()
    card: dict[str, Any] | None = field(default=None)
    """Without its task_id."""


def write(drawn: Drawn, *, submit: str) -> Written:
    """Words that fit go on the card; those that don't, and all a life may hang on, go before it as text."""
    text, buttons = plain(drawn.text), _buttons(drawn)
    if not buttons:
        return Written(texts=parts(text))
    if len(buttons) > LISTS * (OPTIONS - 1):
        return Written(texts=parts(_with_labels(text, buttons)))
    layout, fits = _layout(text)
    longest = BUTTON_TEXT if len(buttons) <= BUTTONS else OPTION_TEXT
    cut = [one for one in buttons if len(one.text) > longest]
    first = _with_labels(text, buttons) if cut else text
    said = cut or not fits or drawn.priority in (Priority.EMERGENCY, Priority.CHASE)
    return Written(texts=parts(first) if said else (), card={**layout, **_choices(buttons, submit)})


def change(drawn: Drawn, *, submit: str, age: Age = lambda _: 0) -> dict[str, Any] | None:
    """The card that takes the place of an earlier one; None when its choices need more than a card.

    What does not fit on it is left out, its newest lines (by their `age`) last: the whole was read before the changes.
    """
    buttons = _buttons(drawn)
    if len(buttons) > LISTS * (OPTIONS - 1):
        return None
    layout, _ = _layout(plain(drawn.text), age)
    if buttons:
        return {**layout, **_choices(buttons, submit)}
    spent = {"text": DONE, "style": 1, "key": DONE}
    return {**layout, "card_type": "button_interaction", "button_list": [spent], "replace_text": DONE}


def _buttons(drawn: Drawn) -> list[Button]:
    """In the order they are read; a key must not stand on a card twice."""
    found = {one.data: one for row in drawn.buttons for one in row if len(one.data.encode()) <= KEY_BYTES}
    return list(found.values())


def _with_labels(text: str, buttons: Sequence[Button]) -> str:
    """The choices in words: who types one has pressed it."""
    return "\n".join([text, "", *(f"· {one.text}" for one in buttons)]).strip()


def _layout(text: str, age: Age = lambda _: 0) -> tuple[dict[str, Any], bool]:
    """The words of the card, and whether all of them are on it."""
    lines = [line.strip() for line in text.split("\n") if line.strip()] or [MORE]
    head, rest, fits = _head(lines)
    layout: dict[str, Any] = {"main_title": head}
    if rest:
        layout["sub_title_text"] = _newest(rest, age)
    return layout, fits and len("\n".join(rest)) <= WORDS


def _head(lines: Sequence[str]) -> tuple[dict[str, str], Sequence[str], bool]:
    """Title and line below it, the lines that are left, and whether nothing was cut."""
    first = lines[0]
    if len(first) <= TITLE:
        if len(lines) > 1 and len(lines[1]) <= DESC:
            return {"title": first, "desc": lines[1]}, lines[2:], True
        return {"title": first}, lines[1:], True
    at = first.rfind(_BETWEEN, 0, TITLE + len(_BETWEEN))
    tail = first[at + len(_BETWEEN) :]
    if at > 0 and len(tail) <= DESC:
        return {"title": first[:at], "desc": tail}, lines[1:], True
    return {"title": shorten(first, TITLE)}, lines, False


def _newest(lines: Sequence[str], age: Age) -> str:
    """The lines, as many as fit, the newest before the older ones; and … when there are more."""
    words = "\n".join(lines)
    if len(words) <= WORDS:
        return words
    room, kept = WORDS - len(MORE), set[int]()
    for number in sorted(range(len(lines)), key=lambda one: (-age(lines[one]), one)):
        if len(lines[number]) + 1 > room:
            break
        kept.add(number)
        room -= len(lines[number]) + 1
    if not kept:
        first = max(lines, key=age)
        return shorten(first, WORDS) if len(first) > WORDS - len(MORE) - 1 else f"{first}\n{MORE}"
    return "\n".join([*(lines[number] for number in sorted(kept)), MORE])


def _choices(buttons: Sequence[Button], submit: str) -> dict[str, Any]:
    if len(buttons) <= BUTTONS:
        listed = [{"text": shorten(one.text, BUTTON_TEXT), "style": 1, "key": one.data} for one in buttons]
        return {"card_type": "button_interaction", "button_list": listed}
    card = buttons[0].data.partition(":")[0]
    pressed = {"text": shorten(submit, BUTTON_TEXT), "key": f"{card}:{SUBMITS}"}
    if len(buttons) <= DIRECT + OPTIONS - 1:  # the first, e.g. 已打119, stay one press away
        listed = [{"text": shorten(one.text, BUTTON_TEXT), "style": 1, "key": one.data} for one in buttons[:DIRECT]]
        listed.append({**pressed, "style": 1})
        chosen = _list(0, buttons[DIRECT:])
        return {"card_type": "button_interaction", "button_list": listed, "button_selection": chosen}
    count = -(-len(buttons) // (OPTIONS - 1))
    length = -(-len(buttons) // count)
    lists = [_list(number, buttons[number * length : (number + 1) * length]) for number in range(count)]
    return {"card_type": "multiple_interaction", "select_list": lists, "submit_button": pressed}


def _list(number: int, buttons: Sequence[Button]) -> dict[str, Any]:
    options = [{"id": one.data.partition(":")[2], "text": shorten(one.text, OPTION_TEXT)} for one in buttons]
    nothing = {"id": NO_CHOICE, "text": NO_CHOICE_TEXT}
    return {"question_key": f"q{number + 1}", "selected_id": NO_CHOICE, "option_list": [nothing, *options]}
