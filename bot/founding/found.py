"""`zhiban init`: asks what a company has to say, writes its settings and roster, and says what comes next."""

from __future__ import annotations

import asyncio
import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.founding.asking import Asking, Read, read_from_standard_input
from bot.founding.files import ROSTER, SETTINGS, draw, there_already, write
from bot.founding.greeting import Greeted, greet
from bot.founding.questions import ask_all
from bot.founding.typed import agreed, language
from bot.read.fault import FaultsError

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "init"
LANGUAGES = ("zh", "en")
_OF_NOBODY = ("", "c", "posix")


def found(config: Path, environment: Mapping[str, str], *, read: Read = read_from_standard_input) -> bool:
    """Whether `config` and the roster beside it were written; what hinders it is one sentence on standard error."""
    asking = _in_language(_usual_language(environment), read)
    try:
        asking = _in_language(_language(asking), read)
        return _found(asking, config, environment)
    except EOFError:
        return _hindered(asking, "ended")
    except KeyboardInterrupt:
        return _hindered(asking, "stopped")


def _language(asking: Asking) -> str:
    usual = str(LANGUAGES.index(asking.language) + 1)
    return asking.ask("language", language, default=usual)


def _found(asking: Asking, config: Path, environment: Mapping[str, str]) -> bool:
    folder = config.parent
    if not _can_begin(asking, config):
        return False
    asking.say("hello")
    bots: list[Greeted] = []

    def try_token(asking: Asking, token: str) -> bool:
        if not token:
            asking.say("no_telegram")
            return True
        bots.append(asyncio.run(greet(token, environment)))
        return _said_of_bot(asking, bots[-1])

    answers = ask_all(asking, try_token)
    try:
        write(folder, draw(TEMPLATES, answers), config.name)
    except OSError as error:
        return _hindered(asking, "not_written", folder=folder, reason=error.strerror)
    except FaultsError as error:
        return _hindered(asking, "faulty", faults=error)
    _say_what_comes_next(asking, config, bots[-1] if answers.token else None)
    return True


def _in_language(chosen: str, read: Read) -> Asking:
    return Asking(TEMPLATES, chosen, read=read, write=print)


def _usual_language(environment: Mapping[str, str]) -> str:
    """What the machine speaks; Chinese where it says nothing."""
    said = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "zh" if said.lower().startswith("zh") or said.partition(".")[0].lower() in _OF_NOBODY else "en"


def _can_begin(asking: Asking, config: Path) -> bool:
    """Said before the questions, not after them."""
    folder = config.parent
    nearest = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    if not nearest.is_dir():
        return _hindered(asking, "no_folder", folder=nearest)
    if not os.access(nearest, os.W_OK | os.X_OK):
        return _hindered(asking, "not_written", folder=nearest, reason=os.strerror(13))
    if there := there_already(folder, config.name):
        facts = {"files": ", ".join(there), "folder": folder}
        if not asking.ask_if("replace", agreed, **facts):
            return _hindered(asking, "kept", **facts)
    return True


def _said_of_bot(asking: Asking, bot: Greeted) -> bool:
    if not bot.known:
        asking.say("token_refused")
        return False
    if not bot.name:
        asking.say("bot_not_asked")
        return True
    asking.say("bot_found", name=bot.name)
    if not bot.reads_all:
        asking.say("bot_reads_nothing")
    return True


def _say_what_comes_next(asking: Asking, config: Path, bot: Greeted | None) -> None:
    """`bot`: as Telegram knows it; None: there is only WeCom."""
    usual = config.parent.resolve() == Path.cwd() and config.name == SETTINGS
    option = "" if usual else f" --config {shlex.quote(str(config))}"
    asking.say(
        "done" if bot else "done_wecom",
        settings=config,
        roster=config.with_name(ROSTER),
        run=f"zhiban run{option}",
        check=f"zhiban check{option}",
        bot=f"@{bot.name}" if bot and bot.name else asking.words("the_bot"),
    )


def _hindered(asking: Asking, sentence: str, **facts: object) -> bool:
    print(f"\n{asking.words(sentence, **facts)}", file=sys.stderr)
    return False
