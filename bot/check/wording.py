"""Whether every word people read is there in both languages and can be drawn: templates, labels, toasts and terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import jinja2
from jinja2 import nodes

from bot.check.finding import Finding, failed, faulty, fine
from bot.read.document import Document, Trail
from bot.read.fault import FaultsError
from bot.read.known import LANGUAGES
from bot.read.yaml_lines import read_yaml

_SUBJECT = "templates"


def wording(folder: Path) -> list[Finding]:
    """One finding a language when all is well, else one for each template or text that is not."""
    findings = []
    files = {language: _files(folder / language) for language in LANGUAGES}
    every = sorted(set().union(*files.values()))
    for language in LANGUAGES:
        wrong = _language(folder / language, files[language], every)
        findings += wrong or [fine(_SUBJECT, str(folder / language), f"{len(every)} files")]
    for name in every:
        if name.endswith(".yaml") and all(name in found for found in files.values()):
            findings += _same_texts(folder, name)
        elif all(name in found for found in files.values()):
            findings += _strange_names(folder, name)
    return findings


def _files(folder: Path) -> frozenset[str]:
    found = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.suffix in (".j2", ".yaml"))
    return frozenset(found)


def _language(folder: Path, files: frozenset[str], every: Iterable[str]) -> list[Finding]:
    if not files:
        return [failed(_SUBJECT, str(folder), "holds no templates; install the program again")]
    findings = []
    for name in every:
        file = folder / name
        if name not in files:
            findings.append(failed(_SUBJECT, str(file), "is missing in this language; write it"))
        elif name.endswith(".j2"):
            findings += _template(file)
    return findings


def _template(file: Path) -> list[Finding]:
    try:
        jinja2.Environment(autoescape=True).parse(file.read_text(encoding="utf-8"))
    except jinja2.TemplateSyntaxError as error:
        return [failed(_SUBJECT, f"{file}:{error.lineno}", f"{error.message}; correct the template")]
    except UnicodeDecodeError:
        return [failed(_SUBJECT, str(file), "is not UTF-8 text; save the file as UTF-8")]
    return []


def _strange_names(folder: Path, name: str) -> list[Finding]:
    """A fact that only one language speaks of is most likely one that nobody gives."""
    asked: dict[Path, dict[str, int]] = {}
    for language in LANGUAGES:
        file = folder / language / name
        try:
            asked[file] = _facts(file.read_text(encoding="utf-8"))
        except (jinja2.TemplateSyntaxError, UnicodeDecodeError):
            return []  # named before
    shared = set.intersection(*(set(facts) for facts in asked.values()))
    return [
        failed(_SUBJECT, f"{file}:{line}", f'"{fact}" stands in this language only; correct the name or add it')
        for file, facts in asked.items()
        for fact, line in facts.items()
        if fact not in shared
    ]


def _facts(text: str) -> dict[str, int]:
    """The names a template asks for and does not make itself, with their lines."""
    tree = jinja2.Environment(autoescape=True).parse(text)
    made = {found.name for found in tree.find_all(nodes.Name) if found.ctx != "load"} | {"loop"}
    made |= {macro.name for macro in tree.find_all(nodes.Macro)}
    made |= {taken.target for taken in tree.find_all(nodes.Import)}
    return {
        found.name: found.lineno
        for found in tree.find_all(nodes.Name)
        if found.ctx == "load" and found.name not in made
    }


def _same_texts(folder: Path, name: str) -> list[Finding]:
    """The same keys in each language, and each text a sound template."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for language in LANGUAGES:
        try:
            documents.append(read_yaml(folder / language / name))
        except FaultsError as error:
            findings += faulty(_SUBJECT, error)
    if findings:
        return findings
    texts = [dict(_texts(document.data, ())) for document in documents]
    for document, own in zip(documents, texts, strict=True):
        findings += _broken_texts(document, own)
        for trail in sorted(set().union(*texts) - set(own), key=str):
            key = ".".join(map(str, trail))
            findings.append(failed(_SUBJECT, document.file, f'"{key}" is missing in this language; write it'))
    return findings


def _texts(value: object, trail: Trail) -> Iterable[tuple[Trail, object]]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _texts(below, (*trail, key))
    else:
        yield trail, value


def _broken_texts(document: Document, texts: Mapping[Trail, object]) -> list[Finding]:
    findings = []
    for trail, text in texts.items():
        file, line = document.where(trail)
        if not isinstance(text, str) or not text.strip():
            findings.append(failed(_SUBJECT, f"{file}:{line}", f'"{trail[-1]}" says nothing; write it'))
            continue
        try:
            jinja2.Environment(autoescape=True).parse(text)
        except jinja2.TemplateSyntaxError as error:
            findings.append(failed(_SUBJECT, f"{file}:{line}", f"{error.message}; correct the text"))
    return findings
