"""Template cards: what WeCom refuses, and what a person sees of one. What the page only advises is refused too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.sandbox.wecom_phone import Row
from bot.sandbox.wecom_wire import WecomRefusal, size, wrong
from bot.sandbox.wire import Json

INTERACTIVE = ("button_interaction", "vote_interaction", "multiple_interaction")
"""They come back by callback, so an app without one can't send them: 43012 (WD 90236)."""
SORTS = ("text_notice", *INTERACTIVE)
TASK = re.compile(r"[0-9A-Za-z_@-]{1,128}")
OPTION = "option"
"""The data of a choice that is only picked, not sent: this word, the question and the id, with spaces between."""

TITLE, DESC, SUBTITLE, ROWS, KEYNAME, VALUE = 36, 44, 160, 6, 5, 30
BUTTONS, BUTTON_TEXT, KEY_BYTES = 6, 10, 1024
SELECTORS, OPTIONS, VOTES = 3, 10, 20


def check_card(card: Json) -> None:
    """Refuses a card that is not as WD 90236 says, with the code of WD 90313."""
    sort = card["card_type"]
    if sort not in SORTS:
        raise WecomRefusal(42031)
    title = card.get("main_title", {})
    if not title.get("title") and not card.get("sub_title_text"):
        raise wrong("main_title.title and sub_title_text are both empty")
    _short(title.get("title", ""), TITLE, "main_title.title")
    _short(title.get("desc", ""), DESC, "main_title.desc")
    _short(card.get("sub_title_text", ""), SUBTITLE, "sub_title_text")
    if len(card.get("horizontal_content_list", ())) > ROWS:
        raise WecomRefusal(42035)
    for row in card.get("horizontal_content_list", ()):
        _short(row["keyname"], KEYNAME, "keyname")
        _short(row.get("value", ""), VALUE, "value")
    if sort == "text_notice" and "card_action" not in card:
        raise wrong("card_action missing")
    if sort == "button_interaction":
        _check_buttons(card)
    if sort == "multiple_interaction":
        _check_selectors(card)
    if sort == "vote_interaction":
        _check_options(card.get("checkbox"), VOTES)
    if sort in INTERACTIVE[1:]:
        _check_submit(card)


def _short(text: str, most: int, name: str) -> None:
    if len(text) > most:
        raise wrong(f"{name} is longer than {most} characters")


def _check_buttons(card: Json) -> None:
    buttons = card.get("button_list", [])
    if not 1 <= len(buttons) <= BUTTONS:
        raise wrong("button_list takes 1 to 6")
    keys = []
    for button in buttons:
        if not 0 < len(button["text"]) <= BUTTON_TEXT:
            raise WecomRefusal(42038)
        if not 1 <= button.get("style", 1) <= 4:
            raise wrong("button_list.style")
        if button.get("type", 0) == 1:
            if not button.get("url"):
                raise wrong("button_list.url")
            continue
        if not 0 < size(button.get("key", "")) <= KEY_BYTES:
            raise WecomRefusal(42039)
        keys.append(button["key"])
    if len(set(keys)) != len(keys):
        raise WecomRefusal(42039, "key repeated")
    if "button_selection" in card:
        _check_options(card["button_selection"], OPTIONS)


def _check_selectors(card: Json) -> None:
    selectors = card.get("select_list", [])
    if not 1 <= len(selectors) <= SELECTORS:
        raise WecomRefusal(42047)
    if len({one["question_key"] for one in selectors}) != len(selectors):
        raise WecomRefusal(42043, "question_key repeated")
    for selector in selectors:
        _check_options(selector, OPTIONS)


def _check_options(question: Json | None, most: int) -> None:
    if question is None or not 0 < size(question["question_key"]) <= KEY_BYTES:
        raise WecomRefusal(42043)
    options = question["option_list"]
    if not 1 <= len(options) <= most:
        raise WecomRefusal(42037)
    for option in options:
        if not 0 < size(option["id"]) <= 128:
            raise WecomRefusal(42040)
        if not option["text"]:
            raise WecomRefusal(42041)
    if len({option["id"] for option in options}) != len(options):
        raise WecomRefusal(42040, "id repeated")


def _check_submit(card: Json) -> None:
    submit = card.get("submit_button", {})
    if not 0 < len(submit.get("text", "")) <= BUTTON_TEXT:
        raise WecomRefusal(42049)
    if not 0 < size(submit.get("key", "")) <= KEY_BYTES:
        raise WecomRefusal(42046)


def words_of(card: Json) -> str:
    """What a person reads on a card, line by line."""
    title, quote = card.get("main_title", {}), card.get("quote_area", {})
    rows = (f"{row['keyname']} {row.get('value', '')}" for row in card.get("horizontal_content_list", ()))
    asked = (question.get("title", "") for question in questions(card))
    parts = (
        card.get("source", {}).get("desc", ""),
        title.get("title", ""),
        title.get("desc", ""),
        quote.get("title", ""),
        quote.get("quote_text", ""),
        card.get("sub_title_text", ""),
        *rows,
        *asked,
    )
    return "\n".join(part for part in parts if part)


def questions(card: Json) -> Iterator[Json]:
    """The selectors and the vote of a card."""
    yield from card.get("select_list", ())
    for name in ("button_selection", "checkbox"):
        if name in card:
            yield card[name]


def buttons_of(card: Json) -> list[Row]:
    """What can be pressed on a card: the choices of each question in rows, and the buttons, one a row.

    Where both stand on one card all buttons but the last are above the question.
    """
    if "replace_text" in card:
        return [[{"text": card["replace_text"], "data": None, "url": None}]]
    buttons = [_button(one) for one in card.get("button_list", ())]
    above, last = buttons[:-1], buttons[-1:]
    rows: list[Row] = [[one] for one in above]
    for question in questions(card):
        dead = bool(question.get("disable"))
        rows.append(
            [
                {
                    "text": option["text"],
                    "data": None if dead else f"{OPTION} {question['question_key']} {option['id']}",
                    "url": None,
                }
                for option in question["option_list"]
            ]
        )
    if last:
        rows.append(last)
    if "submit_button" in card:
        rows.append([{"text": card["submit_button"]["text"], "data": card["submit_button"]["key"], "url": None}])
    return rows


def _button(button: Json) -> Json:
    link = button.get("type", 0) == 1
    return {"text": button["text"], "data": None if link else button["key"], "url": button["url"] if link else None}
