"""Runs the bot as a child that ends with whoever started it: when the standard input is closed, however that came.

The bot knows nothing of it: `python -m bot.demo.tied run --config …` is `python -m bot run --config …`.
"""

from __future__ import annotations

import os
import runpy
import signal
import threading
import time

_ENDS_WITHIN = 5.0
_INPUT = 0


def _follow() -> None:
    """Waits for the end of the standard input; then asks the bot to end, and makes it."""
    while os.read(_INPUT, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_ENDS_WITHIN)
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """The command line of the bot, tied to its parent."""
    threading.Thread(target=_follow, daemon=True).start()
    runpy.run_module("bot", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
