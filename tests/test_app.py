"""What the settings say reaches who needs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import TEMPLATES, _world
from bot.read.commands import read_commands
from bot.settings import load
from bot.words import Words
from tests.read.files import SAMPLE

PLAIN = '[company]\nname = "安居物业"\n'
SECOND = 'second_language = "en"\n'
LIMITS = "[limits]\ntelegram_per_second = 0\n"


@pytest.mark.parametrize(
    ("text", "language", "rate"), [(PLAIN, "", 25), (PLAIN + SECOND, "en", 25), (PLAIN + LIMITS, "", 0)]
)
def test_a_broadcast_knows_its_languages_and_its_pace(tmp_path: Path, text: str, language: str, rate: int) -> None:
    file = tmp_path / "zhiban.toml"
    file.write_text(f'{text}[roster]\nfile = "{SAMPLE / "roster.toml"}"\n', encoding="utf-8")
    settings = load(file, {})
    words = Words(TEMPLATES, read_commands(TEMPLATES / "commands.yaml"), timezone=settings.company.timezone)
    company = _world(settings, words).company
    assert (company.second_language, company.per_second) == (language, rate)
