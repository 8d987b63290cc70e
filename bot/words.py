"""Draws templates in the receiver's language for the receiver's platform. Every word people read comes through here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2
import yaml
from markupsafe import Markup, escape

from bot.talk.message import Button, Card, Choice, Drawn, Facts, Toast
from bot.talk.vocabulary import Commands

LANGUAGES = ("zh", "en")
ONCE = ("notice/text",)
"""What ends with its number and version (N3 第2版): no two of them have the same words."""
_SYMBOLS = re.compile(r"[^\w#]+", re.UNICODE)
_BLANK = re.compile(r"\{(\w+)\}")
_GAPS = re.compile(r"\n{3,}")
_MARK = re.compile(r"【[^】\n]{1,8}】|\[[A-Z]{1,12}\] ")
"""The first word of a notice or drill stays its first word, also in a second copy (DESIGN §3, rule 8)."""
_ENDS = ("。", ".", "？", "?")


def bare(text: str) -> str:
    """A label as people type it: without emoji, punctuation and case."""
    return _SYMBOLS.sub("", text).casefold()


class Words:
    """The templates of one folder, compiled once."""

    def __init__(self, folder: Path, commands: Commands, *, timezone: str) -> None:
        self._commands = commands
        self.names: dict[str, str] = {}
        """What the bot is called on each platform, e.g. @anju_duty_bot; known once the platform has started."""
        self._timezone = timezone
        self._cards = {language: self._environment(folder, language, escape=True) for language in LANGUAGES}
        self._plain = {language: self._environment(folder, language, escape=False) for language in LANGUAGES}
        self._labels = {
            language: _texts(folder / language / "labels.yaml", self._plain[language]) for language in LANGUAGES
        }
        self._toasts = {
            language: _texts(folder / language / "toasts.yaml", self._cards[language]) for language in LANGUAGES
        }
        self._toast_texts = {
            language: _texts(folder / language / "toasts.yaml", self._plain[language]) for language in LANGUAGES
        }

    def draw(
        self,
        card: Card,
        *,
        id: str,
        language: str,
        platform: str,
        mention: Facts | None = None,
        resent: bool = False,
    ) -> Drawn:
        """A card in words. `mention` names whom a group message is for; `resent` marks a second copy (重发)."""
        context = {
            "zone": self._timezone,
            "me": self.names.get(platform, ""),
            **card.facts,
            "platform": platform,
        }
        text = self._template(card.template, language).render(context).strip()
        if mention or resent:
            frame = self._cards[language].get_template("_frame.j2")
            found = _MARK.match(text)
            mark, text = (found[0], text[found.end() :]) if found else ("", text)
            told = {"mark": Markup(mark), "text": Markup(text)}
            text = frame.render(told, mention=mention, resent=resent, platform=platform)
        return Drawn(
            text=_GAPS.sub("\n\n", text).strip(),
            buttons=tuple(
                tuple(Button(text=self.label(choice, language), data=f"{id}:{choice.key}") for choice in row)
                for row in card.rows
            ),
            reply_to=card.reply_to,
            quiet=card.quiet,
            file=card.file,
            start=str(card.facts.get("start") or ""),
            once=card.template in ONCE,
        )

    def write(self, template: str, facts: Facts, language: str) -> str:
        """A template as plain text: words that are kept as a fact and from then on only copied."""
        text = self._plain[language].get_template(f"{template}.j2").render({"zone": self._timezone, **facts})
        return _GAPS.sub("\n\n", _whole(text)).strip()

    def toast(self, toast: Toast, language: str) -> str:
        """The short answer to a press, as plain text."""
        return self._toast_texts[language][toast.template].render({"zone": self._timezone, **toast.facts}).strip()

    def label(self, choice: Choice, language: str) -> str:
        """What a button says."""
        return self._labels[language][choice.label].render(**choice.facts).strip()

    def labels(self, choice: Choice) -> frozenset[str]:
        """What a choice's button says in each language, as people type it."""
        return frozenset(bare(self.label(choice, language)) for language in LANGUAGES)

    def command(self, word: str) -> str | None:
        """The command a word names in any language."""
        return self._commands.command(word)

    def _template(self, name: str, language: str) -> jinja2.Template:
        kind, _, rest = name.partition("/")
        if kind == "toast":
            return self._toasts[language][rest]
        return self._cards[language].get_template(f"{name}.j2")

    def _environment(self, folder: Path, language: str, *, escape: bool) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder / language),
            undefined=jinja2.StrictUndefined,
            autoescape=escape,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        terms = yaml.safe_load((folder / language / "terms.yaml").read_text(encoding="utf-8"))
        environment.globals["terms"] = terms
        environment.globals["commands"] = self._commands.all
        environment.globals["signals"] = yaml.safe_load((folder / "signals.yaml").read_text(encoding="utf-8"))
        environment.filters["said"] = lambda said: _pick(said, language)
        environment.filters["clock"] = _clock
        environment.filters["day_clock"] = _day_clock
        filling = _fill if escape else _fill_plain
        environment.filters["fill"] = lambda sentence, values: filling(
            sentence, {name: _pick(value, language) for name, value in values.items()}
        )
        environment.filters["minutes"] = lambda seconds: max(0, round(float(seconds) / 60))
        return environment


def _texts(file: Path, environment: jinja2.Environment) -> Mapping[str, jinja2.Template]:
    texts = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {name: environment.from_string(text) for name, text in texts.items()}


def _pick(said: Mapping[str, str] | str, language: str) -> str:
    """One language of a sentence that is kept in several; words of people are taken as they are."""
    if isinstance(said, str):
        return said
    return said.get(language) or next(iter(said.values()), "")


@jinja2.pass_context
def _clock(context: jinja2.runtime.Context, moment: str) -> str:
    """A stored moment as a clock time of the community."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(context["zone"])).strftime("%H:%M")


@jinja2.pass_context
def _day_clock(context: jinja2.runtime.Context, moment: str) -> str:
    """A stored moment as month, day and clock time of the community."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(context["zone"])).strftime("%m-%d %H:%M")


def _fill(sentence: str, values: Mapping[str, str]) -> Markup:
    """The words to say on the telephone with what is known put in; a part that needs what is not known is left out."""
    known = escape(_known(sentence, values))
    filled = _BLANK.sub(lambda blank: escape(values[blank[1]]), known)
    return Markup(filled.strip().rstrip("，,"))  # a place comes drawn already: each value is escaped once, on its own


def _fill_plain(sentence: str, values: Mapping[str, str]) -> str:
    """The same where nothing is escaped."""
    return _BLANK.sub(lambda blank: values[blank[1]], _known(sentence, values)).strip().rstrip("，,")


def _known(sentence: str, values: Mapping[str, str]) -> str:
    parts = re.split(r"(?<=[，,。.？?：:])\s*", sentence)
    known: list[str] = []
    for part in parts:
        if all(values.get(name) for name in _BLANK.findall(part)):
            known.append(part)
        elif known and part[-1:] in _ENDS:  # the sentence ends all the same
            before = known[-1].rstrip("，,：: ")
            known[-1] = before if before[-1:] in _ENDS else before + part[-1]
    return (" " if sentence.isascii() else "").join(known)


def _whole(text: str) -> str:
    """Without what a database does not take, so that the words stay the same when they are kept: half a character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
