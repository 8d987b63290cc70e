"""The `zhiban` command."""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, NoReturn

from bot.playbooks.arguments import add_playbooks
from bot.read.fault import FaultsError
from bot.recognition.arguments import add_recognise
from bot.settings import load

FINE, FAILS, MISUSED = 0, 1, 2
"""Exit codes (DESIGN §10)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one subcommand and returns its exit code."""
    _take_any_letter()
    wanted = _parser().parse_args(arguments)
    try:
        result: int = wanted.do(wanted)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has read enough; what is still held must not be written at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    return result


def _take_any_letter() -> None:
    """What a terminal can't show or what isn't its encoding stops no command."""
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhiban", description="The duty bot for property emergencies.")
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    init = _add(commands, "init", "begin: write settings and roster from a few questions", _init)
    init.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="default: this one")
    init.add_argument("--config", type=Path, help="the settings by their own name; default: zhiban.toml in FOLDER")
    run = _add(commands, "run", "be on duty until stopped", _run)
    check = _add(commands, "check", "prove settings, roster, playbooks, templates and every route", _check)
    check.add_argument("--offline", action="store_true", help="ask no platform")
    check.add_argument("--sample", action="store_true", help="check the demo community against a sandbox")
    check.add_argument("--json", action="store_true", help="print the findings as JSON")
    migrate = _add(commands, "migrate", "bring the database up to date, after a backup", _migrate)
    add_playbooks(commands)
    add_recognise(commands)
    kept = [*_add_keeping(commands), *_add_wecom(commands)]
    demo = commands.add_parser("demo", help="a page to try it on in the browser, nothing to set up")
    demo.set_defaults(do=_demo)
    demo.add_argument("--fast", action="store_true", help="no page: a course as a transcript, in seconds")
    demo.add_argument("--course", choices=("lift", "fire", "typhoon"), default="lift", help="default: lift")
    demo.add_argument("--language", choices=("zh", "en"), default="zh")
    for command in (run, check, migrate, *kept):
        command.add_argument("--config", type=Path, default=Path("zhiban.toml"), help="default: ./zhiban.toml")
    return parser


def _add_keeping(commands: Any) -> Sequence[argparse.ArgumentParser]:
    backup = _add(commands, "backup", "copy the database while the bot works", _backup)
    backup.add_argument("file", nargs="?", type=Path, metavar="FILE", help="or a folder; default: beside the database")
    backup.add_argument("--keep", type=_count, metavar="N", help="remove all but the newest N of its own naming")
    restore = _add(commands, "restore", "put a backup in the place of the database, its messages held", _restore)
    restore.add_argument("file", type=Path, metavar="FILE")
    held = _add(commands, "held", "list the messages a restore has held", _held)
    release = _add(commands, "release", "send held messages after all, or drop them", _release)
    release.add_argument("ids", nargs="*", type=int, metavar="ID")
    release.add_argument("--all", action="store_true", help="all that are held")
    release.add_argument("--drop", action="store_true", help="never send them")
    return backup, restore, held, release


def _add_wecom(commands: Any) -> Sequence[argparse.ArgumentParser]:
    wecom = commands.add_parser("wecom", help="set and look up what WeCom needs beside the settings")
    below = wecom.add_subparsers(title="commands", required=True, metavar="COMMAND")
    setup = _add(below, "setup", "put the menu of commands under the chat with the app", _wecom_setup)
    links = _add(below, "links", "each building's link to the service account for residents", _wecom_links)
    links.add_argument("--out", type=Path, metavar="DIR", help="also draw each as a QR code, PNG and SVG, into DIR")
    groups = _add(below, "groups", "the customer groups of the company, as lines for the roster", _wecom_groups)
    return setup, links, groups


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _add(commands: Any, name: str, help: str, do: Any) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=help)
    command.set_defaults(do=do)
    return command


class _Version(argparse.Action):
    """Prints the version that is installed, and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(f"zhiban {metadata.version('zhiban')}")
        parser.exit()


def _init(wanted: argparse.Namespace) -> int:
    from bot.founding.files import ROSTER, SETTINGS
    from bot.founding.found import found

    config: Path = wanted.config or (wanted.folder or Path()) / SETTINGS
    if (wanted.config and wanted.folder) or config.name in ("", ROSTER):
        print(f"zhiban init: give a folder or --config FILE, which is not {ROSTER}", file=sys.stderr)
        return MISUSED
    return FINE if found(config, os.environ) else FAILS


def _run(wanted: argparse.Namespace) -> int:
    return _guarded(_be_on_duty(wanted.config))


async def _be_on_duty(config: Path) -> int:
    from bot import logs
    from bot.app import opened

    settings = load(config, os.environ)
    logs.set_up(settings.secrets)
    me = asyncio.current_task()
    assert me is not None
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, me.cancel)
    try:
        async with opened(settings, os.environ) as app:
            await app.run()
    except asyncio.CancelledError:
        return FINE
    return FINE


def _migrate(wanted: argparse.Namespace) -> int:
    return _guarded(_bring_up_to_date(wanted.config))


async def _bring_up_to_date(config: Path) -> int:
    from bot.app import MIGRATIONS
    from bot.start import alone
    from bot.store.db import open_database
    from bot.store.migrate import migrate

    settings = load(config, os.environ)
    with alone(settings.store.path):
        db = await open_database(settings.store.url, base=settings.file.parent)
        try:
            applied = await migrate(db, MIGRATIONS, backup=True)
        finally:
            await db.close()
    print("\n".join(f"migrated: {name}" for name in applied) or "the database is up to date")
    return FINE


def _backup(wanted: argparse.Namespace) -> int:
    async def work() -> int:
        from bot.keeping.commands import make_backup

        settings = load(wanted.config, os.environ)
        await make_backup(settings, wanted.file, keep=wanted.keep, now=datetime.now(UTC))
        return FINE

    return _guarded(work())


def _restore(wanted: argparse.Namespace) -> int:
    async def work() -> int:
        from bot.app import MIGRATIONS, beside
        from bot.keeping.commands import restore_backup

        settings = load(wanted.config, os.environ)
        desk = beside(settings, os.environ)  # a fault in the roster is said before anything is replaced
        await restore_backup(settings, wanted.file, migrations=MIGRATIONS, beside=desk, now=datetime.now(UTC))
        return FINE

    return _guarded(work())


def _held(wanted: argparse.Namespace) -> int:
    async def work() -> int:
        from bot.app import beside
        from bot.keeping.commands import show_held

        await show_held(beside(load(wanted.config, os.environ), os.environ))
        return FINE

    return _guarded(work())


def _release(wanted: argparse.Namespace) -> int:
    if wanted.all == bool(wanted.ids):
        print("zhiban release: name the numbers `zhiban held` lists, or --all", file=sys.stderr)
        return MISUSED

    async def work() -> int:
        from bot.app import beside
        from bot.keeping.commands import decide

        desk = beside(load(wanted.config, os.environ), os.environ)
        return FINE if await decide(desk, None if wanted.all else wanted.ids, drop=wanted.drop) else FAILS

    return _guarded(work())


def _check(wanted: argparse.Namespace) -> int:
    from bot.check.finding import as_json, as_lines, exit_code
    from bot.check.offline import offline
    from bot.check.online import online
    from bot.check.record import record

    if wanted.sample:
        from bot.demo.sample import check_sample

        findings = asyncio.run(check_sample())
    else:
        findings = [*offline(wanted.config, os.environ), *asyncio.run(record(wanted.config, os.environ))]
        if not wanted.offline:
            findings = [*findings, *asyncio.run(online(wanted.config, os.environ))]
    print(as_json(findings) if wanted.json else as_lines(findings))
    return exit_code(findings)


def _wecom_setup(wanted: argparse.Namespace) -> int:
    async def work() -> int:
        from bot.wechat.commands import set_up

        await set_up(load(wanted.config, os.environ))
        return FINE

    return _guarded(work())


def _wecom_links(wanted: argparse.Namespace) -> int:
    async def work() -> int:
        from bot.wechat.commands import show_links

        await show_links(load(wanted.config, os.environ), wanted.out)
        return FINE

    return _guarded(work())


def _wecom_groups(wanted: argparse.Namespace) -> int:
    async def work() -> int:
        from bot.wechat.commands import show_groups

        return FINE if await show_groups(load(wanted.config, os.environ)) else FAILS

    return _guarded(work())


def _demo(wanted: argparse.Namespace) -> int:
    try:
        from bot.demo.show import show

        return asyncio.run(show(fast=wanted.fast, language=wanted.language, course=wanted.course))
    except KeyboardInterrupt:
        return FINE


def _guarded(work: Coroutine[Any, Any, int]) -> int:
    """One sentence instead of a traceback for everything a person can put right."""
    from bot.start import StartError
    from bot.store.db import StoreError
    from bot.talk.platform import PlatformError

    try:
        return asyncio.run(work)
    except FaultsError as error:
        print("\n".join(str(fault) for fault in error.faults), file=sys.stderr)
    except (StartError, StoreError, PlatformError) as error:
        print(f"zhiban: {error}", file=sys.stderr)
    return FAILS


if __name__ == "__main__":
    sys.exit(main())
