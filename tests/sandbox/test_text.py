"""Texts: lengths, HTML, entities, what the server changes in them."""

from __future__ import annotations

import pytest

from bot.sandbox.entities import as_html, find_marks, units
from bot.sandbox.markup import parse_html, trim
from bot.sandbox.wire import Refusal
from tests.sandbox.stage import Stage

WANG = {"id": 1001, "is_bot": False, "first_name": "王强"}


def who(number: int) -> dict[str, object] | None:
    return WANG if number == 1001 else None


async def test_text_of_4096_units_is_the_longest(stage: Stage) -> None:
    assert len((await stage.text("电" * 4096))["text"]) == 4096
    assert await stage.refused("sendMessage", chat_id=-1001, text="电" * 4097) == (
        400,
        "Bad Request: message is too long",
    )


async def test_emoji_count_twice(stage: Stage) -> None:
    await stage.text("😀" * 2048)
    assert (await stage.refused("sendMessage", chat_id=-1001, text="😀" * 2049))[0] == 400


async def test_length_counts_after_the_tags(stage: Stage) -> None:
    await stage.text(f"<b>{'电' * 4096}</b>", parse_mode="HTML")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x01"])
async def test_empty_text(stage: Stage, text: str) -> None:
    assert await stage.refused("sendMessage", chat_id=-1001, text=text) == (400, "Bad Request: message text is empty")


async def test_empty_after_tags(stage: Stage) -> None:
    refused = await stage.refused("sendMessage", chat_id=-1001, text="<b> </b>", parse_mode="HTML")
    assert refused == (400, "Bad Request: message text is empty")


async def test_caption_of_1024_units_is_the_longest(stage: Stage) -> None:
    photo = (await stage.wang.sends(stage.staff, "photo")).media
    file_id = (await stage.world.ask("files"))["files"][0]["file_id"]
    assert photo == "photo"
    await stage.ok("sendPhoto", chat_id=-1001, photo=file_id, caption="电" * 1024)
    refused = await stage.refused("sendPhoto", chat_id=-1001, photo=file_id, caption="电" * 1025)
    assert refused == (400, "Bad Request: message caption is too long")


async def test_ends_are_trimmed_and_control_characters_blanked(stage: Stage) -> None:
    assert (await stage.text("  a\x00b\u202e \n"))["text"] == "a b"


async def test_html_becomes_text_and_entities(stage: Stage) -> None:
    sent = await stage.text(' <b>#1 😀</b> &lt;3号楼&gt; <a href="tg://user?id=1001">王强</a>', parse_mode="HTML")
    assert sent["text"] == "#1 😀 <3号楼> 王强"
    bold, mention = sent["entities"]
    assert (bold["type"], bold["offset"], bold["length"]) == ("bold", 0, 5)
    assert (mention["type"], mention["user"]["first_name"], mention["length"]) == ("text_mention", "王强", 2)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag, expected "</i>", found "</b>" at byte offset 7'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("电<p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("1 < 2", "Unsupported start tag at byte offset 2"),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("a&nbsp;b", 'Unsupported character reference "&nbsp;" at byte offset 1'),
        ("&#0;", 'Wrong character reference "&#0;" at byte offset 0'),
        ("&#xd800;", 'Wrong character reference "&#xd800;" at byte offset 0'),
        ("<a href=>x</a>", "Wrong attribute of a start tag at byte offset 0"),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
async def test_bad_html_is_refused(stage: Stage, source: str, reason: str) -> None:
    refused = await stage.refused("sendMessage", chat_id=-1001, text=source, parse_mode="HTML")
    assert refused == (400, f"Bad Request: can't parse entities: {reason}")


@pytest.mark.parametrize("mode", ["Markdown", "MarkdownV2", "XML"])
async def test_other_modes_are_refused(stage: Stage, mode: str) -> None:
    assert (await stage.refused("sendMessage", chat_id=-1001, text="x", parse_mode=mode))[0] == 400


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("<strong>a</strong><em>b</em>", "ab", ["bold", "italic"]),
        (
            "<u>a</u><ins>b</ins><s>c</s><strike>d</strike><del>e</del>",
            "abcde",
            ["underline"] * 2 + ["strikethrough"] * 3,
        ),
        ('<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>', "ab", ["spoiler"] * 2),
        ("<code>a</code><pre>b</pre>", "ab", ["code", "pre"]),
        ('<pre><code class="language-python">b</code></pre>', "b", ["pre"]),
        (
            "<blockquote>a</blockquote><blockquote expandable>b</blockquote>",
            "ab",
            ["blockquote", "expandable_blockquote"],
        ),
        ('<a href="https://a.cn/?x=1&amp;y=2">a</a>', "a", ["text_link"]),
        ("<a href='tg://user?id=77'>stranger</a>", "stranger", []),
        ("<a href='not a link'>a</a>", "a", []),
        ("<b></b>a", "a", []),
        ("&amp;lt; &#65;&#x42; & AT&T", "&lt; AB & AT&T", []),
        ('<tg-emoji emoji-id="5">😀</tg-emoji>', "😀", ["custom_emoji"]),
        ("<B>a</B>", "a", ["bold"]),
    ],
)
def test_tags(source: str, text: str, kinds: list[str]) -> None:
    read, entities = parse_html(source, who)
    assert (read, [entity["type"] for entity in entities]) == (text, kinds)


def test_link_keeps_its_address_unescaped() -> None:
    assert parse_html('<a href="https://a.cn/?x=1&amp;y=2">a</a>', who)[1][0]["url"] == "https://a.cn/?x=1&y=2"


def test_trim_moves_entities() -> None:
    text, entities = trim(*parse_html(" \n<b> 😀a </b> ", who))
    assert (text, entities) == ("😀a", [{"type": "bold", "offset": 0, "length": 3}])


@pytest.mark.parametrize(
    "source",
    [
        "plain &amp; &lt;b&gt;",
        "<b>a<i>b</i></b>c",
        '<b>😀</b> <a href="https://a.cn/">x</a> <code>1 &lt; 2</code>',
        '<blockquote expandable>q</blockquote><a href="tg://user?id=1001">王强</a>',
        "<pre>x</pre><tg-spoiler>y</tg-spoiler>",
    ],
)
def test_html_survives_the_way_there_and_back(source: str) -> None:
    assert as_html(*parse_html(source, who)) == source


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/ack 7", [("bot_command", 0, 4)]),
        ("/ack@zhiban_bot 7", [("bot_command", 0, 15)]),
        ("请 /ack", [("bot_command", 2, 4)]),
        ("/ack收到", []),
        ("上报/ack", []),
        ("a/b", []),
        ("😀 @wangqiang", [("mention", 3, 10)]),
        ("#1 电梯", []),
        ("#3号楼", [("hashtag", 0, 4)]),
        ("see https://a.cn/x.", [("url", 4, 14)]),
        ("a@b.cn", [("email", 0, 6)]),
        ("+8613800000001", [("phone_number", 0, 14)]),
    ],
)
def test_marks_that_are_found(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(mark["type"], mark["offset"], mark["length"]) for mark in find_marks(text)] == found


def test_nothing_is_found_in_code() -> None:
    text, entities = parse_html("<code>/ack</code> /go", who)
    assert [mark["offset"] for mark in find_marks(text, entities)] == [5]


async def test_given_entities(stage: Stage) -> None:
    sent = await stage.text("电梯 /x", entities=[{"type": "bold", "offset": 0, "length": 2}])
    assert [entity["type"] for entity in sent["entities"]] == ["bold", "bot_command"]
    for wrong in ({"type": "bold", "offset": 3, "length": 9}, {"type": "huge", "offset": 0, "length": 1}, "bold"):
        assert (await stage.refused("sendMessage", chat_id=-1001, text="电梯", entities=[wrong]))[0] == 400


def test_units_and_refusal() -> None:
    assert units("a电😀") == 4
    with pytest.raises(Refusal, match="can't parse entities"):
        parse_html("<", who)
