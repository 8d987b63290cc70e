"""A YAML file with the line of every key. Values stay the text that was written, so that `no` is never a boolean."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from bot.read.document import Document, Trail, read_text
from bot.read.fault import Fault, FaultsError

_NOTHING = ("", "~", "null", "Null", "NULL")
"""What YAML reads as nothing where it stands without quotes."""
_FAST = getattr(yaml, "CBaseLoader", None)
"""The loader in C, ten times as fast, where PyYAML was built with it."""
_DEEPEST, _LONGEST_LINE = 200, 2_000


def read_yaml(path: Path) -> Document:
    """The file, or FaultsError with the lines of what is not allowed."""
    text = read_text(path)
    reading = _Reading(str(path))
    data = _read(text, reading)
    if reading.faults:
        raise FaultsError(reading.faults)
    return Document(file=str(path), data=data, lines=reading.lines, untyped=True)


def _read(text: str, reading: _Reading) -> dict[str, object]:
    try:
        node = _composed(text)
        if isinstance(node, yaml.MappingNode):
            return reading.table(node, ())
        reading.fault(1, "is not a table of keys and values", 'begin with a line like "key: value"')
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reading.fault(mark.line + 1 if mark else 1, f"not valid YAML: {error.problem or error.context}", "")
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        reading.fault(line, "holds a character that YAML does not allow", "delete it")
    except RecursionError:
        reading.fault(0, "lists or tables stand too deep in each other", "write them flat")
    return {}


def _composed(text: str) -> yaml.Node | None:
    """As quickly as can be; the loader in Python reads again what the one in C refuses, for its words are plainer."""
    if _FAST is not None and not _deep(text):
        try:
            return yaml.compose(text, Loader=_FAST)
        except yaml.YAMLError:
            pass
    return yaml.compose(text, Loader=yaml.BaseLoader)


def _deep(text: str) -> bool:
    """Whether it may be nested so deeply that the loader in C, which keeps no count, would overrun its stack."""
    depth = 0
    for bracket in re.finditer(r"[\[\]{}]", text):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        if depth > _DEEPEST:
            return True
    return max(map(len, text.split("\n"))) > _LONGEST_LINE


class _Reading:
    """One file being read: its values, the lines they stand on, and its faults."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Trail, int] = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def fault(self, line: int, problem: str, remedy: str) -> None:
        """Notes one thing that is wrong."""
        remedy = remedy or "check the indentation here and above; put a sentence with ? : , or # in quotes"
        self.faults.append(Fault(file=self.file, line=line, problem=problem, remedy=remedy))

    def table(self, node: yaml.MappingNode, trail: Trail) -> dict[str, object]:
        """Keys and values; a key that stands twice is a fault, since YAML would silently drop one."""
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.fault(line, "a key is not a word", "write the key as a plain word")
                continue
            key = str(key_node.value)
            if key in found:
                self.fault(line, f'the key "{key}" stands twice in one table', "keep one of the two")
                continue
            self.lines[(*trail, key)] = line
            found[key] = self.value(value_node, (*trail, key))
        return found

    def value(self, node: yaml.Node, trail: Trail) -> object:
        """Text, a list or a table; None for nothing."""
        self.lines.setdefault(trail, node.start_mark.line + 1)
        if id(node) in self._seen:
            self.fault(self.lines[trail], "an anchor is used again here", "write the value out instead")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.table(node, trail)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(entry, (*trail, position)) for position, entry in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return None if node.style is None and node.value in _NOTHING else str(node.value)
