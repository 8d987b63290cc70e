"""What `zhiban check` can find out without asking anybody: every file on its own, and whether they fit together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from bot.check.coverage import coverage
from bot.check.finding import Finding, failed, faulty, fine
from bot.check.signals import signals
from bot.check.wording import wording
from bot.check.words import shared_are_readable, words
from bot.domain.playbook import Playbook
from bot.domain.roster import Roster
from bot.read.commands import read_commands
from bot.read.fault import FaultsError
from bot.read.playbook import read_playbooks
from bot.read.roster import read_roster
from bot.read.wecom_menu import read_wecom_menu
from bot.settings import Settings, load
from bot.store.migrate import MigrationError, steps

PROGRAM = Path(__file__).resolve().parents[2]
"""The folder with our own templates and migrations."""


def offline(settings_path: Path, environment: Mapping[str, str], *, program: Path = PROGRAM) -> list[Finding]:
    """All findings; what can't be looked at because of a fault elsewhere is left out."""
    program = _from_here(program)
    settings, findings = _settings(settings_path, environment)
    of_words = words(program / "templates")
    playbooks, of_playbooks = _playbooks(program / "templates", of_words)
    if settings is not None:
        roster, of_roster = _roster(settings)
        findings += of_roster
        if roster is not None:
            findings += coverage(roster, playbooks, settings)
    findings += [*of_words, *of_playbooks]
    findings += _commands(program / "templates")
    findings += wording(program / "templates")
    findings += signals(program / "templates" / "signals.yaml")
    findings += _migrations(program / "migrations")
    return findings


def _from_here(path: Path) -> Path:
    """The shorter way to write it."""
    shorter = Path(os.path.relpath(path))
    return path if shorter.parts[:1] == ("..",) else shorter


def _settings(path: Path, environment: Mapping[str, str]) -> tuple[Settings | None, list[Finding]]:
    try:
        settings = load(path, environment)
    except FaultsError as error:
        return None, faulty("settings", error)
    findings = [fine("settings", str(path), settings.company.name)]
    if settings.telegram is None and settings.wecom is None:
        remedy = "no platform is given, so nobody can be reached; add [telegram] or [wecom]"
        findings.append(failed("settings", str(path), remedy))
    return settings, findings


def _roster(settings: Settings) -> tuple[Roster | None, list[Finding]]:
    file = settings.roster.file
    try:
        roster = read_roster(file)
    except FaultsError as error:
        return None, faulty("roster", error)
    counts = f"communities: {len(roster.communities)}, people: {len(roster.people)}, groups: {len(roster.chats)}"
    return roster, [fine("roster", str(file), counts)]


def _playbooks(templates: Path, of_words: list[Finding]) -> tuple[dict[str, Playbook], list[Finding]]:
    if not shared_are_readable(of_words, templates):
        return {}, []
    folder = templates / "playbooks"
    try:
        playbooks = read_playbooks(folder)
    except FaultsError as error:
        return {}, faulty("playbook", error)
    steps_of_all = sum(len(lane.steps) for playbook in playbooks.values() for lane in playbook.lanes)
    return playbooks, [fine("playbook", str(folder), f"{len(playbooks)} playbooks, {steps_of_all} steps")]


def _commands(folder: Path) -> list[Finding]:
    file, menu = folder / "commands.yaml", folder / "wecom_menu.yaml"
    try:
        commands = read_commands(file)
        read_wecom_menu(menu, commands)
    except FaultsError as error:
        return faulty("commands", error)
    return [fine("commands", str(file), f"{len(commands.all)} commands")]


def _migrations(folder: Path) -> list[Finding]:
    try:
        found = steps(folder)
    except MigrationError as error:
        return [failed("migrations", str(folder), str(error))]
    return [fine("migrations", str(folder), f"up to {found[-1].name}")]
