"""Runs the bot as a child that ends with whoever started it: when the standard input is closed, however that came.

Then it also removes the folder, which nobody else is left to remove. The bot knows nothing of it:
`python -m bot.demo.tied run --config …` is `python -m bot run --config …`.
"""

from __future__ import annotations

import os
import runpy
import signal
import threading
import time

from bot.demo.folder import remove_left_behind

_ENDS_WITHIN = 5.0
_INPUT = 0


def _follow(alone: threading.Event) -> None:
    """Waits for the end of the standard input; then asks the bot to end, and makes it."""
    while os.read(_INPUT, 1024):
        pass
    alone.set()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_ENDS_WITHIN)
    remove_left_behind()
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """The command line of the bot, tied to its parent."""
    alone = threading.Event()
    threading.Thread(target=_follow, args=(alone,), daemon=True).start()
    try:
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
    finally:
        if alone.is_set():
            remove_left_behind()


if __name__ == "__main__":
    main()
