"""Every card of the templates as WeCom shows it: within its limits, and no word is lost."""

from __future__ import annotations

import pytest

from bot.platforms.wecom_card import Written, change, write
from bot.platforms.wecom_text import MORE, TEXT_BYTES, plain, size
from bot.talk.message import Drawn, Priority
from bot.words import LANGUAGES
from tests.rules.test_templates import CARDS, new_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_fits(language: str) -> None:
    words = new_words()
    lost = []
    for card in CARDS:
        drawn = words.draw(card, id="abcdefgh", language=language, platform="wecom")
        for priority in (Priority.EMERGENCY, Priority.ROUTINE):
            written = write(Drawn(text=drawn.text, buttons=drawn.buttons, priority=priority), submit="OK")
            assert all(0 < size(text) <= TEXT_BYTES for text in written.texts)
            assert _fits(written), card.template
            if priority is Priority.EMERGENCY and _lost(written, drawn):
                lost.append(card.template)
        assert change(drawn, submit="OK") is not None
    assert lost == []


def _fits(written: Written) -> bool:
    card = written.card
    if card is None:
        return True
    title = card["main_title"]
    return len(title["title"]) <= 36 and len(title.get("desc", "")) <= 44 and len(card.get("sub_title_text", "")) <= 160


def _lost(written: Written, drawn: Drawn) -> bool:
    return written.texts[-1].endswith(MORE) and not plain(drawn.text).endswith(MORE)
