"""Cards as WeCom takes them: choices by their number, words where they can be read whole. Limits of WD 90236."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.wecom_card import change, write
from bot.platforms.wecom_news import News
from bot.talk.message import Button, Drawn, Priority

SHORT = "#7 电梯困人\n3号楼2单元\n谁去?"


def drawn(text: str, count: int, *, priority: Priority = Priority.ROUTINE, label: str = "选") -> Drawn:
    buttons = tuple(Button(text=f"{label}{number}", data=f"abcdefgh:pick:{number}") for number in range(count))
    return Drawn(text=text, buttons=(buttons[:2], buttons[2:]), priority=priority)


def test_words_without_choices_are_text_only() -> None:
    written = write(Drawn(text="<b>3号楼</b>\n已到场"), submit="确定")
    assert (written.texts, written.card) == (("3号楼\n已到场",), None)


def test_up_to_six_choices_are_buttons() -> None:
    written = write(drawn(SHORT, 6), submit="确定")
    assert written.texts == ()
    assert written.card == {
        "card_type": "button_interaction",
        "main_title": {"title": "#7 电梯困人", "desc": "3号楼2单元"},
        "sub_title_text": "谁去?",
        "button_list": [{"text": f"选{n}", "style": 1, "key": f"abcdefgh:pick:{n}"} for n in range(6)],
    }


@pytest.mark.parametrize("count", [7, 14])
def test_of_more_the_first_keep_a_button_and_the_rest_is_a_list(count: int) -> None:
    card = write(drawn(SHORT, count), submit="确定").card
    assert card is not None
    assert card["card_type"] == "button_interaction"
    keys = [one["key"] for one in card["button_list"]]
    assert keys == [*(f"abcdefgh:pick:{number}" for number in range(5)), "abcdefgh:?"]
    chosen = card["button_selection"]
    assert chosen["selected_id"] == chosen["option_list"][0]["id"] == "none"
    assert [one["id"] for one in chosen["option_list"][1:]] == [f"pick:{number}" for number in range(5, count)]


@pytest.mark.parametrize(("count", "lists"), [(15, [8, 7]), (19, [7, 7, 5]), (27, [9, 9, 9])])
def test_more_are_lists_in_which_nothing_is_chosen_at_first(count: int, lists: list[int]) -> None:
    card = write(drawn(SHORT, count), submit="确定").card
    assert card is not None
    assert card["card_type"] == "multiple_interaction"
    assert [len(one["option_list"]) - 1 for one in card["select_list"]] == lists
    assert all(one["selected_id"] == one["option_list"][0]["id"] == "none" for one in card["select_list"])
    assert len({one["question_key"] for one in card["select_list"]}) == len(lists)
    ids = [option["id"] for one in card["select_list"] for option in one["option_list"][1:]]
    assert ids == [f"pick:{number}" for number in range(count)]
    assert card["submit_button"] == {"text": "确定", "key": "abcdefgh:?"}


def test_too_many_for_a_card_are_named_in_the_text() -> None:
    written = write(drawn(SHORT, 28), submit="确定")
    assert written.card is None
    assert written.texts[0].startswith(SHORT)
    assert all(f"\n· 选{number}" in written.texts[0] for number in range(28))
    assert change(drawn(SHORT, 28), submit="确定") is None


@pytest.mark.parametrize(
    ("text", "title", "desc", "words"),
    [
        ("一" * 37, "一" * 35 + "…", None, "一" * 37),
        ("一" * 20 + " · " + "二" * 45, "一" * 20 + " · " + "二" * 12 + "…", None, "一" * 20 + " · " + "二" * 45),
        ("题\n" + "二" * 45, "题", None, "二" * 45),
        ("题\n二\n" + "三" * 161, "题", "二", "三" * 159 + "…"),
        ("题\n二\n" + "\n".join("三" * 50 for _ in range(4)), "题", "二", ("三" * 50 + "\n") * 3 + "…"),
    ],
)
def test_what_does_not_fit_whole_is_cut_and_said_before(text: str, title: str, desc: str | None, words: str) -> None:
    written = write(drawn(text, 2), submit="确定")
    assert written.card is not None
    assert (written.card["main_title"]["title"], written.card["main_title"].get("desc")) == (title, desc)
    assert written.card["sub_title_text"] == words
    is_cut = any("…" in one for one in (title, words))
    assert written.texts == ((text,) if is_cut else ())


def test_a_long_first_line_goes_on_in_the_one_below_it() -> None:
    text = "#7 Person stuck in a lift · Building 3 Unit 2 floor 7 · urgent Ⅱ\nArrive by 10:12"
    written = write(drawn(text, 2), submit="OK")
    assert written.texts == ()
    assert written.card is not None
    assert written.card["main_title"] == {
        "title": "#7 Person stuck in a lift",
        "desc": "Building 3 Unit 2 floor 7 · urgent Ⅱ",
    }
    assert written.card["sub_title_text"] == "Arrive by 10:12"


def test_a_change_shows_the_newest_lines_where_not_all_fit() -> None:
    lines = ["#7 火灾", "3号楼", *(f"{lane} 组 收到 → " + "做" * 30 for lane in "ABCDEF")]
    news = News()
    news.read_whole("wang/abcdefgh", "\n".join(lines))
    card: dict[str, Any] | None = None
    for lane, number in (("E", 6), ("C", 4)):
        lines[number] = lines[number].replace("收到", "到场")
        text = "\n".join(lines)
        card = change(Drawn(text=text), submit="确定", age=news.changed("wang/abcdefgh", text))
        assert card is not None
        assert f"{lane} 组 到场" in card["sub_title_text"]
        assert len(card["sub_title_text"]) <= 160
    assert card is not None
    shown = [line[0] for line in card["sub_title_text"].split("\n")]
    assert shown == ["A", "C", "E", "…"]
    again = change(Drawn(text=text), submit="确定", age=news.changed("wang/abcdefgh", text))
    assert again == card
    unknown = change(Drawn(text=text), submit="确定", age=News().changed("wang/abcdefgh", text))
    assert unknown is not None
    assert [line[0] for line in unknown["sub_title_text"].split("\n")] == ["A", "B", "C", "…"]


def test_what_a_life_may_hang_on_is_always_text_too() -> None:
    for priority in Priority:
        written = write(drawn(SHORT, 2, priority=priority), submit="确定")
        assert written.texts == ((SHORT,) if priority in (Priority.EMERGENCY, Priority.CHASE) else ())
        assert written.card is not None


@pytest.mark.parametrize("count", [2, 8, 16])
def test_labels_that_are_cut_stand_whole_in_the_text(count: int) -> None:
    written = write(drawn(SHORT, count, label="Not an incident "), submit="OK")
    assert "· Not an incident 1" in written.texts[0]
    assert written.card is not None
    options = written.card.get("button_list") or written.card["select_list"][0]["option_list"]
    assert options[1]["text"] in ("Not an in…", "Not an in…")


def test_a_choice_stands_on_a_card_once() -> None:
    button = Button(text="收到", data="abcdefgh:ack")
    card = write(Drawn(text="x", buttons=((button, button), (button,))), submit="确定").card
    assert card is not None
    assert len(card["button_list"]) == 1


def test_a_card_without_choices_any_more_has_one_grey_button() -> None:
    card = change(Drawn(text=SHORT), submit="确定")
    assert card is not None
    assert card["card_type"] == "button_interaction"
    assert card["replace_text"] == card["button_list"][0]["text"] == "✓"


@given(
    st.text("楼 a\n👍🏽🇨é<&", min_size=1, max_size=900),
    st.integers(1, 40),
    st.text("接电abc👍🏽", min_size=1, max_size=30),
)
@settings(deadline=None)
def test_no_card_is_beyond_a_limit(text: str, count: int, label: str) -> None:
    card = write(drawn(text, count, label=label), submit="确定的确定的确定的确定").card
    if card is None:
        assert count > 27
        return
    title = card["main_title"]
    assert 0 < len(title["title"]) <= 36
    assert len(title.get("desc", "")) <= 44
    assert len(card.get("sub_title_text", "")) <= 160
    assert 0 < len(card.get("button_list", "x")) <= 6
    beside = [card["button_selection"]] if "button_selection" in card else []
    lists: list[dict[str, Any]] = [*card.get("select_list", []), *beside]
    assert len(lists) <= 3
    assert all(2 <= len(one["option_list"]) <= 10 for one in lists)
    labels = [*card.get("button_list", ()), *(option for one in lists for option in one["option_list"])]
    assert all(0 < len(one["text"]) <= 10 for one in labels)
    assert len(card.get("submit_button", {}).get("text", "")) <= 10
