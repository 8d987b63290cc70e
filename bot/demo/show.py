"""`zhiban demo`: a page to play on, or a course as a transcript and no more; nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from bot.demo.duty import DemoError
from bot.demo.film import Film
from bot.demo.lead import Lead
from bot.demo.screen import Screen
from bot.demo.script import read_acts, read_frame
from bot.demo.stage import set_up
from bot.sandbox.client import Sandbox, SandboxError
from bot.sandbox.places import NotHeardError


async def show(*, fast: bool, language: str, course: str) -> int:
    """`fast` plays a course to its end; else the page leads, until somebody stops it.

    Tells 0, also when it was stopped, and 1 when the bot did not do what the course needs.
    """
    me = asyncio.current_task()
    assert me is not None
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, me.cancel)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        await _show(fast=fast, language=language, course=course)
    except asyncio.CancelledError:
        return 0
    except BrokenPipeError:  # `zhiban demo | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (DemoError, SandboxError, NotHeardError, TimeoutError) as error:
        print(f"zhiban demo: {error or 'the bot does not answer'}", file=sys.stderr)
        return 1
    return 0


async def _show(*, fast: bool, language: str, course: str) -> None:
    async with Sandbox.start() as sandbox:
        if fast:
            await _play(sandbox, language=language, course=course)
        else:
            print(f"{sandbox.url}/\n{read_frame(language).words['open']}\n", flush=True)
            await Lead(sandbox, Screen(), language=language, course=course).run()


async def _play(sandbox: Sandbox, *, language: str, course: str) -> None:
    acts = read_acts(course, language)
    async with set_up(sandbox, language=language, begins=acts[0].at, limits=False) as stage:
        await Film(stage, Screen(), fast=True).play(acts)
