"""A link as a QR code to print: once as PNG for a text program, once as SVG for the print shop."""

from __future__ import annotations

import re
from pathlib import Path

import segno

from bot.talk.platform import PlatformError

_NO_NAME = re.compile(r'[\\/:*?"<>|\s]+')
"""What some system can't have in the name of a file."""
_SCALE = 12
"""Dots of a PNG for one field of the code: sharp on paper at 8 cm."""


def draw(url: str, folder: Path, name: str) -> tuple[Path, ...]:
    """The files that were written; the folder is made when there is none."""
    code = segno.make_qr(url, error="m")
    files = tuple(folder / f"{_NO_NAME.sub('-', name)}.{kind}" for kind in ("png", "svg"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            code.save(str(file), scale=_SCALE, border=4)
    except OSError as error:
        raise PlatformError(f"{error.filename} can't be written ({error.strerror}): put that right") from error
    return files
