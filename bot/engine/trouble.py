"""An exception as a line of the log: what kind and where, and never the words of people it may carry."""

from __future__ import annotations

import traceback
from pathlib import PurePath

from bot.store.tx import StoreError


def trouble(error: BaseException) -> str:
    """Kind and place of an exception; a StoreError is made for people and is said whole."""
    if isinstance(error, StoreError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
