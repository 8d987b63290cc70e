"""Every card, toast and label is drawn in both languages and in all its variants, as Telegram takes it."""

from __future__ import annotations

import pytest
import yaml

from bot.check.finding import Level
from bot.check.wording import wording
from bot.read.commands import read_commands
from bot.sandbox.entities import units
from bot.sandbox.markup import parse_html
from bot.talk.message import Card, Choice, Toast
from bot.words import LANGUAGES, Words
from tests.rules.branches import counted
from tests.rules.samples import NASTY, TEMPLATES, built
from tests.rules.written import WRITTEN, label_facts, toast_facts

LONGEST_TEXT, LONGEST_TOAST = 4096, 200
LONGEST_LABEL = {"zh": 10, "en": 20}
MENTION = {"account": "1001", "name": NASTY}
CARDS = [*built(), *(Card(template=name, facts=facts) for name, variants in WRITTEN.items() for facts in variants)]


def new_words() -> Words:
    words = Words(TEMPLATES, read_commands(TEMPLATES / "commands.yaml"), timezone="Asia/Shanghai")
    words.names["telegram"] = "@zhiban_bot"
    return words


def keys(language: str, file: str) -> list[str]:
    """The names of the short texts in a file."""
    return list(yaml.safe_load((TEMPLATES / language / file).read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def words() -> Words:
    return new_words()


def plain(html: str) -> str:
    """The text as Telegram shows it; refused when Telegram would refuse it."""
    return parse_html(html, lambda number: {"id": number})[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card", CARDS, ids=lambda card: str(card.template))
def test_a_card_is_drawn(words: Words, card: Card, language: str) -> None:
    for mention, resent in ((None, False), (MENTION, True)):
        drawn = words.draw(card, id="abcdefgh", language=language, platform="telegram", mention=mention, resent=resent)
        text = plain(drawn.text)
        assert text.strip()
        assert units(text) <= LONGEST_TEXT
        assert "None" not in text
        assert all(len(one.data.encode()) <= 64 for row in drawn.buttons for one in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_typed_stands_as_they_typed_it(words: Words, language: str) -> None:
    card = Card(template="report/file", facts={"words": NASTY})
    drawn = words.draw(card, id="abcdefgh", language=language, platform="telegram")
    assert plain(drawn.text) == NASTY


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_has_sample_facts(language: str) -> None:
    found = {
        file.relative_to(TEMPLATES / language).with_suffix("").as_posix()
        for file in (TEMPLATES / language).rglob("*.j2")
        if not file.name.startswith("_")
    }
    assert found == {card.template for card in CARDS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_toasts_are_short(words: Words, language: str) -> None:
    for name in keys(language, "toasts.yaml"):
        for facts in toast_facts(name):
            said = words.toast(Toast(template=name, facts=facts), language)
            assert said, name
            assert units(said) <= LONGEST_TOAST, said
            words.draw(Card(template=f"toast/{name}", facts=facts), id="a", language=language, platform="telegram")


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_can_be_read_on_a_phone(words: Words, language: str) -> None:
    long = []
    for name in keys(language, "labels.yaml"):
        for facts in label_facts(name):
            label = words.label(Choice(key=name, label=name, facts=facts), language)
            letters = label.partition(" ")[2] if not label[0].isascii() and " " in label[:3] else label
            if not label or len(letters) > LONGEST_LABEL[language]:
                long.append(label)
    assert long == []


def test_the_languages_have_the_same_files_and_texts() -> None:
    assert [finding for finding in wording(TEMPLATES) if finding.level is not Level.OK] == []


def test_the_samples_go_through_every_branch() -> None:
    with counted() as branches:
        words = new_words()
        for language in LANGUAGES:
            for card in CARDS:
                for mention, platform in ((None, "telegram"), (MENTION, "telegram"), (MENTION, "wecom")):
                    words.draw(
                        card, id="a", language=language, platform=platform, mention=mention, resent=mention is None
                    )
            for name in keys(language, "toasts.yaml"):
                for facts in toast_facts(name):
                    words.toast(Toast(template=name, facts=facts), language)
            for name in keys(language, "labels.yaml"):
                for facts in label_facts(name):
                    words.label(Choice(key=name, label=name, facts=facts), language)
    assert len(branches.all) > 100
    assert sorted(branches.all - branches.taken) == []
