"""Asks one question at a time, again until the answer can be taken, of a person or of lines from a pipe."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import yaml

from bot.founding.typed import UnclearError

T = TypeVar("T")
Read = Callable[[str, bool], str]
"""Shows a prompt and reads a line, hidden or not; EOFError when there is none any more."""


class Asking:
    """The words of one language, and where the answers come from."""

    def __init__(self, folder: Path, language: str, *, read: Read, write: Callable[[str], object]) -> None:
        texts = yaml.safe_load((folder / language / "words.yaml").read_text(encoding="utf-8"))
        self.language = language
        self._words: Mapping[str, str] = texts
        self._read = read
        self._write = write

    def words(self, name: str, /, **facts: object) -> str:
        """A text with what is known put in."""
        return self._words[name].rstrip("\n").format_map(facts)

    def say(self, name: str, /, **facts: object) -> None:
        """Prints a text."""
        self._write(self.words(name, **facts))

    def ask(
        self,
        name: str,
        parse: Callable[[str], T],
        /,
        *,
        default: str | None = None,
        hidden: bool = False,
        **facts: object,
    ) -> T:
        """The answer to a question; an empty one stands for the default, where there is one."""
        self._write(f"\n{self.words(name, **facts)}")
        prompt = f"[{default}] > " if default else "> "
        while True:
            typed = self._read(prompt, hidden)
            try:
                if not typed.strip() and default is None:
                    raise UnclearError("empty")
                return parse(typed if typed.strip() else default or "")
            except UnclearError as unclear:
                self.say(unclear.sentence, **unclear.facts)

    def ask_if(self, name: str, parse: Callable[[str], T], /, **facts: object) -> T | None:
        """The answer to a question that may be left out."""
        return self.ask(name, lambda typed: parse(typed) if typed.strip() else None, default="", hidden=False, **facts)


def read_from_standard_input(prompt: str, hidden: bool) -> str:  # noqa: FBT001 - the shape of `Read`
    """From the keyboard, with editing, and a secret unseen; else the next line of what is piped in."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt) if hidden else input(prompt)
    print(prompt, end="", flush=True)
    typed = sys.stdin.readline()
    print()
    if not typed:
        raise EOFError
    return typed
