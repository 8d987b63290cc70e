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
from bot.founding.typed import agreed, one_of
from bot.read.fault import FaultsError

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "init"
LANGUAGES = ("zh", "en")
_OF_NOBODY = ("", "c", "posix")


def found(folder: Path, environment: Mapping[str, str], *, read: Read = read_from_standard_input) -> bool:
    """Whether both files were written; what hinders it is said in one sentence on standard error."""
    asking = _in_language(_usual_language(environment), read)
    try:
        asking = _in_language(_language(asking), read)
        return _found(asking, folder, environment)
    except EOFError:
        return _hindered(asking, "ended")
    except KeyboardInterrupt:
        return _hindered(asking, "stopped")


def _language(asking: Asking) -> str:
    usual = str(LANGUAGES.index(asking.language) + 1)
    return LANGUAGES[asking.ask("language", one_of(len(LANGUAGES)), default=usual) - 1]


def _found(asking: Asking, folder: Path, environment: Mapping[str, str]) -> bool:
    if not _can_begin(asking, folder):
        return False
    asking.say("hello")
    bots: list[Greeted] = []

    def try_token(asking: Asking, token: str) -> bool:
        bots.append(asyncio.run(greet(token, environment)))
        return _said_of_bot(asking, bots[-1])

    answers = ask_all(asking, try_token)
    try:
        write(folder, draw(TEMPLATES, answers))
    except OSError as error:
        return _hindered(asking, "not_written", folder=folder, reason=error.strerror)
    except FaultsError as error:
        return _hindered(asking, "faulty", faults=error)
    _say_what_comes_next(asking, folder, bots[-1])
    return True


def _in_language(language: str, read: Read) -> Asking:
    return Asking(TEMPLATES, language, read=read, write=print)


def _usual_language(environment: Mapping[str, str]) -> str:
    """What the machine speaks; Chinese where it says nothing."""
    said = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "zh" if said.lower().startswith("zh") or said.partition(".")[0].lower() in _OF_NOBODY else "en"


def _can_begin(asking: Asking, folder: Path) -> bool:
    """Said before the questions, not after them."""
    nearest = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    if not nearest.is_dir():
        return _hindered(asking, "no_folder", folder=nearest)
    if not os.access(nearest, os.W_OK | os.X_OK):
        return _hindered(asking, "not_written", folder=nearest, reason=os.strerror(13))
    if there := there_already(folder):
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


def _say_what_comes_next(asking: Asking, folder: Path, bot: Greeted) -> None:
    here = folder.resolve() == Path.cwd()
    config = "" if here else f" --config {shlex.quote(str(folder / SETTINGS))}"
    asking.say(
        "done",
        settings=folder / SETTINGS,
        roster=folder / ROSTER,
        run=f"zhiban run{config}",
        check=f"zhiban check{config}",
        bot=f"@{bot.name}" if bot.name else asking.words("the_bot"),
    )


def _hindered(asking: Asking, sentence: str, **facts: object) -> bool:
    print(f"\n{asking.words(sentence, **facts)}", file=sys.stderr)
    return False
