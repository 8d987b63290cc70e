"""Callbacks of WeCom in our words, from the XML the vendor writes (WD 90239, 90240) to what the engine sees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.platforms.wecom_envelope import Seal, wrap
from bot.platforms.wecom_read import ALARMS, read
from bot.talk.message import Address, Incoming, Membership, Press
from tests.platforms.wecom_post import AES_KEY, CORP, NOW, TOKEN, call, event, said

LATER = NOW + timedelta(seconds=2)


def heard(xml: str) -> Incoming | None:
    """What comes of a callback on its whole way: sealed, opened, kept, read."""
    message = Seal(TOKEN, AES_KEY, CORP, None).open(*call(xml), LATER)
    return read(wrap(message, LATER).body)


def some(xml: str) -> Incoming:
    """The same, of what is for us."""
    incoming = heard(xml)
    assert incoming is not None
    return incoming


def message(kind: str, inside: str) -> str:
    """The XML of a message that is no text."""
    return (
        said("").replace("<![CDATA[text]]>", f"<![CDATA[{kind}]]>").replace("<Content><![CDATA[]]></Content>", inside)
    )


def picked(key: str, items: str) -> str:
    """The XML of a press on a card."""
    inside = (
        f"<EventKey><![CDATA[{key}]]></EventKey><TaskId><![CDATA[i42-v1]]></TaskId>"
        f"<CardType><![CDATA[multiple_interaction]]></CardType><ResponseCode><![CDATA[RC_1]]></ResponseCode>{items}"
    )
    return event("template_card_event", inside=inside)


def item(*ids: str, spelt: str = "Option") -> str:
    """One list of a card and what was chosen in it."""
    options = "".join(f"<{spelt}Id><![CDATA[{one}]]></{spelt}Id>" for one in ids)
    return f"<SelectedItem><QuestionKey>q1</QuestionKey><{spelt}Ids>{options}</{spelt}Ids></SelectedItem>"


def test_words() -> None:
    assert some(said("3号楼2单元电梯困人 😀")) == Incoming(
        key="1234567890123456",
        at=NOW,
        where=Address(platform="wecom", chat="wangqiang"),
        account="wangqiang",
        private=True,
        text="3号楼2单元电梯困人 😀",
        message="1234567890123456",
    )


def test_words_are_cleaned_and_of_bounded_length() -> None:
    assert some(said("火\u202e警\u200b\r\n快")).text == "火警\n快"
    assert some(said("长" * 5000)).text == "长" * 4096
    assert heard(said(" ")) is None


@pytest.mark.parametrize(
    ("kind", "file"),
    [("image", "photo"), ("voice", "voice"), ("video", "video"), ("file", "document")],
)
def test_files_bear_the_name_of_their_platform(kind: str, file: str) -> None:
    incoming = some(message(kind, "<MediaId><![CDATA[1G6nrLmr5_x]]></MediaId>"))
    assert (incoming.files, incoming.text) == ((f"{file}:wecom/1G6nrLmr5_x",), "")
    assert heard(message(kind, "")) is None


def test_a_place() -> None:
    inside = "<Location_X>22.54</Location_X><Location_Y>114.05</Location_Y><Scale>15</Scale><Label>科苑路</Label>"
    assert some(message("location", inside)).files == ("location:22.54,114.05",)


def test_a_link_is_words() -> None:
    inside = "<Title>台风红色预警</Title><Description>x</Description><Url><![CDATA[https://a.cn/?a=1&b=2]]></Url>"
    assert some(message("link", inside)).text == "台风红色预警\nhttps://a.cn/?a=1&b=2"


def test_the_menu_says_commands() -> None:
    incoming = some(event("click", inside="<EventKey><![CDATA[report]]></EventKey>"))
    assert (incoming.text, incoming.private, incoming.account) == ("/report", True, "wangqiang")


def test_a_button() -> None:
    incoming = some(picked("c0ffee:ack:42", ""))
    assert incoming.press == Press(card="c0ffee", choice="ack:42", query="wangqiang")
    assert (incoming.message, incoming.at, incoming.private) == ("i42-v1/RC_1", NOW, True)


@pytest.mark.parametrize("spelt", ["Option", "Opiton"])
@pytest.mark.parametrize(
    ("items", "choice"),
    [
        (("type:fire",), "type:fire"),
        (("none", "type:fire"), "type:fire"),
        (("none",), ""),
        ((), ""),
        (("type:fire", "type:lift"), ""),
    ],
)
def test_what_was_chosen_in_lists(spelt: str, items: tuple[str, ...], choice: str) -> None:
    """One choice is a press; none, or one in each of two lists, gets the sentence for a button that means nothing."""
    lists = f"<SelectedItems>{''.join(item(one, spelt=spelt) for one in items)}</SelectedItems>"
    assert some(picked("c0ffee:?", lists)).press == Press(card="c0ffee", choice=choice, query="wangqiang")


def test_several_options_of_one_list_are_no_choice() -> None:
    lists = f"<SelectedItems>{item('a', 'b')}</SelectedItems>"
    assert some(picked("c0ffee:?", lists)).press == Press(card="c0ffee", choice="", query="wangqiang")
    assert some(picked("c0ffee:?", "")).press == Press(card="c0ffee", choice="", query="wangqiang")


def test_a_key_that_is_not_ours_is_no_button_of_any_card() -> None:
    assert some(picked("nonsense", "")).press == Press(card="nonsense", choice="", query="wangqiang")


def test_two_presses_in_a_second_are_two() -> None:
    again = picked("c0ffee:ack:42", "").replace("RC_1", "RC_2")
    assert some(picked("c0ffee:ack:42", "")).key != some(again).key


def test_who_can_see_the_app_from_now_on_is_greeted_and_who_no_longer_can_is_lost() -> None:
    assert some(event("subscribe")).text == "/start"
    assert some(event("unsubscribe")).membership is Membership.REMOVED
    assert heard(event("enter_agent")) is None


@pytest.mark.parametrize("kind", sorted(ALARMS))
def test_an_idle_app_is_an_alarm_of_nobody(kind: str) -> None:
    incoming = some(event(kind, inside="<EffectTime>1795489200</EffectTime>", user="sys"))
    assert (incoming.alarm, incoming.account, incoming.private, incoming.text) == (
        kind, "", False, "2026-11-24T03:00:00+00:00",
    )  # fmt: skip
    assert some(event(kind, user="sys")).text == ""


@pytest.mark.parametrize("kind", ["LOCATION", "view", "pic_sysphoto", "change_contact", "brand_new_event", ""])
def test_what_is_not_for_us_is_nothing(kind: str) -> None:
    assert heard(event(kind)) is None


def test_a_message_of_a_new_kind_is_nothing() -> None:
    assert heard(message("hologram", "<MediaId>1</MediaId>")) is None


@pytest.mark.parametrize(
    "xml",
    [
        said("火", user=""),
        said("火").replace("<CreateTime>", "<Created>").replace("</CreateTime>", "</Created>"),
        message("location", "<Location_X>north</Location_X><Location_Y>1</Location_Y>"),
    ],
)
def test_what_is_malformed_raises_and_is_set_aside(xml: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        heard(xml)
