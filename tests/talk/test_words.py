"""Templates in words: both languages, what is not known left out, and nothing people typed taken for markup."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.message import Card, Choice, Toast
from bot.words import LANGUAGES, bare
from tests.domain.estate import LIFT
from tests.talk.desk import WORDS

PLACE = {"name": "3号楼", "building": "3", "unit": "2", "floor": "", "room": "", "spot": ""}
HEAD: dict[str, object] = {"number": 7, "type": dict(LIFT.names), "place": PLACE, "zone": "Asia/Shanghai"}
TRICK = "<b>{{ 7*7 }}</b>{% raise %} & \"quotes\" <a href='tg://user?id=1'>@all</a>"


def drawn(card: Card, language: str = "zh", **more: Any) -> str:
    return WORDS.draw(card, id="c1", language=language, platform=more.pop("platform", "telegram"), **more).text


def filled(sentence: str, **values: str) -> str:
    environment = WORDS._plain["zh"]
    return environment.from_string("{{ s|fill(v) }}").render(s=sentence, v=values)


def desk(**more: object) -> Card:
    facts = {"words": "", "name": "", "files": 0, "type": {}, "staff": False, "community": "", "state": "open"}
    return Card(
        template="report/desk",
        facts=facts | {"icon": "", "known": [], "place": PLACE, "who": "", "ready": False} | more,
    )


def test_the_same_card_in_both_languages() -> None:
    card = Card(template="incident/say", facts=HEAD | {"name": "", "form": "reason", "private": True})
    zh, en = (drawn(card, language) for language in LANGUAGES)
    assert zh.startswith("<b>#7 电梯困人 · 3号楼2单元</b>")
    assert en.startswith("<b>#7 Lift entrapment · ")
    assert zh.isascii() is False
    assert "{" not in zh + en


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_typed_is_shown_as_they_typed_it(language: str) -> None:
    text = drawn(desk(words=TRICK, name=TRICK, community=TRICK), language)
    assert unescape(text).count(TRICK) == 3
    assert "<b>{{" not in text
    assert "<a " not in text
    assert "49" not in text


@given(st.text(max_size=40))
def test_no_words_of_people_become_markup(words: str) -> None:
    text = drawn(desk(words=words))
    bold = text.replace("<b>", "").replace("</b>", "") if text.count("<b>") == 1 else text
    assert "<" not in bold
    assert ">" not in bold


def test_a_mention_and_a_second_copy_stand_before_the_text() -> None:
    card = Card(template="incident/say", facts=HEAD | {"name": "", "form": "note", "private": True})
    plain = drawn(card)
    assert drawn(card, resent=True) == f"【重发】{plain}"
    both = drawn(card, resent=True, mention={"account": "11", "name": "王<强>"})
    assert both.startswith('【重发】<a href="tg://user?id=11">王&lt;强&gt;</a>\n')
    assert both.endswith(plain)
    assert drawn(card, mention={"account": "11", "name": "王强"}, platform="wecom").startswith("@王强\n")
    assert drawn(card, "en", resent=True).startswith("[sent again] <b>#7")
    assert not drawn(card, mention=None).startswith(("@", "<a"))


def test_a_button_carries_its_card_and_its_key() -> None:
    rows = ((Choice(key="ack", label="ack"), Choice(key="done:B", label="done", facts={"lane": "B"})),)
    facts = HEAD | {"name": "", "form": "note", "private": True}
    card = Card(template="incident/say", facts=facts, rows=rows, reply_to="m5", quiet=True)
    told = WORDS.draw(card, id="c1", language="zh", platform="telegram")
    assert [[(button.text, button.data) for button in row] for row in told.buttons] == [
        [("收到", "c1:ack"), ("完成 B", "c1:done:B")]
    ]
    assert (told.reply_to, told.quiet) == ("m5", True)


def test_a_label_is_known_in_every_language_however_it_is_typed() -> None:
    for label, typed in (
        ("open", "上报"),
        ("open", "REPORT"),
        ("ack", "got it"),
        ("go", "🚗 出发"),
        ("arrive", "已到场！"),
    ):
        assert bare(typed) in WORDS.labels(Choice(key=label, label=label))
    assert bare("完成B") in WORDS.labels(Choice(key="done:B", label="done", facts={"lane": "B"}))
    assert bare("完成A") not in WORDS.labels(Choice(key="done:B", label="done", facts={"lane": "B"}))


def test_the_name_on_a_button_is_not_markup_nor_a_template() -> None:
    label = WORDS.label(Choice(key="place:3", label="said", facts={"said": TRICK}), "zh")
    assert label == TRICK


@pytest.mark.parametrize(
    ("word", "command"),
    [
        *(
            ("收到", "ack"),
            ("Got  it", "ack"),
            ("ＡＣＫ", "ack"),
            ("/ack", "ack"),
            ("误报", "false"),
            ("到场", "arrive"),
        ),
        *(("false alarm", "false"), ("已到场", "arrive"), ("收到了", None), ("", None), ("ac k", None)),
    ],
)
def test_words_name_commands(word: str, command: str | None) -> None:
    assert WORDS.command(word) == command


def test_a_toast_is_plain_text() -> None:
    asked = Toast(template="nobody_named", facts={"name": TRICK})
    assert TRICK in WORDS.toast(asked, "zh")
    assert TRICK in WORDS.toast(asked, "en")
    assert WORDS.toast(Toast(template="opened", facts={"number": 7}), "zh").startswith("已上报 #7")


def test_a_toast_drawn_as_a_message_is_escaped() -> None:
    text = drawn(Card(template="toast/nobody_named", facts={"name": TRICK}))
    assert "<b>" not in text
    assert TRICK in unescape(text)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"place": "3号楼", "count": "2人", "special": "有孕妇"}, "3号楼电梯困人，2人，有孕妇，几点到？"),
        ({"place": "3号楼", "count": "", "special": "有孕妇"}, "3号楼电梯困人，有孕妇，几点到？"),
        ({"place": "3号楼"}, "3号楼电梯困人，几点到？"),
        ({}, "几点到？"),
        ({"place": "{count}", "count": "2人"}, "{count}电梯困人，2人，几点到？"),
    ],
)
def test_what_is_not_known_is_left_out_of_the_words_to_say(known: dict[str, str], said: str) -> None:
    assert filled("{place}电梯困人，{count}，{special}，几点到？", **known) == said


def test_a_sentence_does_not_end_in_a_comma() -> None:
    assert filled("{place}电梯困人，{count}，", place="3号楼") == "3号楼电梯困人"
    english = "{place}: lift entrapment, {count}, {special}. When do you arrive?"
    assert (
        filled(english, place="Building 3", count="2 people")
        == "Building 3: lift entrapment, 2 people. When do you arrive?"
    )
    fire = "Fire at {place}: {size}, {count}. Come to {gate}."
    assert filled(fire, place="Tower 3", gate="West gate") == "Fire at Tower 3. Come to West gate."
    assert filled("") == ""


@pytest.mark.parametrize(
    ("zone", "moment", "clock"),
    [
        ("Asia/Shanghai", "2026-11-22T18:40:00+00:00", "02:40"),
        ("Australia/Lord_Howe", "2026-04-04T14:59:00+00:00", "01:59"),
        ("Australia/Lord_Howe", "2026-04-04T15:00:00+00:00", "01:30"),
        ("America/Chicago", "2026-03-08T07:59:00+00:00", "01:59"),
        ("America/Chicago", "2026-03-08T08:00:00+00:00", "03:00"),
    ],
)
def test_times_are_those_of_the_community(zone: str, moment: str, clock: str) -> None:
    for language in LANGUAGES:
        template = WORDS._plain[language].from_string("{{ m|clock }}")
        assert template.render(m=moment, zone=zone) == clock


def test_a_language_that_is_missing_falls_back_to_the_one_there_is() -> None:
    template = WORDS._plain["en"].from_string("{{ s|said }}")
    assert template.render(s={"zh": "困人"}) == "困人"
    assert template.render(s={"zh": "困人", "en": "trapped"}) == "trapped"
    assert template.render(s="as written") == "as written"
    assert template.render(s={}) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_are_kept_are_plain_and_stay_the_same_when_they_are(language: str) -> None:
    assert WORDS.write("report/file", {"words": TRICK}, language) == TRICK
    assert WORDS.write("report/file", {"words": " a\n\n\n\nb\ud83d 👍 "}, language) == "a\n\nb\ufffd 👍"
    assert filled("地址：{place}。", place="A&B <1>") == "地址：A&B <1>。"


@pytest.mark.parametrize(("language", "text", "copy"), [
    ("zh", "【真实】请3号楼所有人下楼", "【真实】【重发】请3号楼所有人下楼"),
    ("en", "[REAL] Everybody in Tower 3", "[REAL] [sent again] Everybody in Tower 3"),
    ("zh", "#1 电梯困人", "【重发】#1 电梯困人"),
])  # fmt: skip
def test_the_first_word_of_a_notice_is_its_mark_in_a_second_copy_too(language: str, text: str, copy: str) -> None:
    assert drawn(Card(template="notice/text", facts={"text": text}), language, resent=True) == copy


def test_only_words_that_name_their_version_may_stand_once() -> None:
    notice = Card(template="notice/text", facts={"text": "N3 第2版"})
    assert WORDS.draw(notice, id="c1", language="zh", platform="wecom").once
    assert not WORDS.draw(desk(), id="c1", language="zh", platform="wecom").once
