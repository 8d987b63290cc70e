"""Writes settings and roster: both whole and proved to be readable, or nothing at all."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import jinja2

from bot.founding.answers import Answers
from bot.read.roster import read_roster
from bot.settings import load

SETTINGS, ROSTER = "zhiban.toml", "roster.toml"
NAMES = (ROSTER, SETTINGS)
"""The settings last: with them the company is there."""

_COMMENT = re.compile(r"^(.*\S) {2,}# ", re.MULTILINE)
"""Behind a value: no name holds two spaces in a row."""
_COLUMN = 40


def there_already(folder: Path, settings: str = SETTINGS) -> tuple[str, ...]:
    """Which of the two files stand there; `settings`: what the one of them is called."""
    return tuple(name for name in (settings, ROSTER) if os.path.lexists(folder / name))


def draw(templates: Path, answers: Answers) -> dict[str, str]:
    """Both files as text, by their names."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates / answers.language),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["toml"] = as_toml
    facts = {name: getattr(answers, name) for name in answers.__dataclass_fields__} | {"missing": answers.missing}
    texts = {name: environment.get_template(f"{name}.j2").render(facts) for name in NAMES}
    return {name: _COMMENT.sub(_aligned, text) for name, text in texts.items()}


def as_toml(value: str | tuple[str, ...]) -> str:
    """A text, or a list of texts, in quotes. JSON's quoting is TOML's for all that a name may hold."""
    return json.dumps(value, ensure_ascii=False)


def _aligned(found: re.Match[str]) -> str:
    """What a line says about itself stands below what the others say."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in found[1])
    return f"{found[1]:<{max(_COLUMN - wide, 0)}}  # "


def write(folder: Path, texts: Mapping[str, str], settings: str = SETTINGS) -> None:
    """Raises OSError or FaultsError, and then nothing of it stands there; what stood there gets another name."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = {ROSTER: folder / ROSTER, SETTINGS: folder / settings}
    with ExitStack() as until_placed:
        waiting = {name: until_placed.enter_context(_waiting(targets[name], texts[name])) for name in NAMES}
        read_roster(waiting[ROSTER])
        load(waiting[SETTINGS], {})
        with ExitStack() as undoing:
            for name in NAMES:
                _place(waiting[name], targets[name], undoing)
            undoing.pop_all()


@contextmanager
def _waiting(target: Path, text: str) -> Iterator[Path]:
    """The new file beside its place, for nobody else to read; gone afterwards unless it was put in its place."""
    path = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)


def _place(path: Path, target: Path, undoing: ExitStack) -> None:
    """Puts a file in its place; `undoing` takes it away again and gives back what stood there."""
    if os.path.lexists(target):
        old = _other_name(target)
        target.rename(old)
        undoing.callback(old.rename, target)
    else:
        undoing.callback(target.unlink, missing_ok=True)
    path.rename(target)


def _other_name(target: Path) -> Path:
    number = 1
    while os.path.lexists(old := target.with_name(f"{target.name}.old-{number}")):
        number += 1
    return old
