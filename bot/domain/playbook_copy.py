"""The copy of a playbook that an incident keeps: a playbook as plain JSON values, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from bot.domain.playbook import Playbook


def playbook_to_json(playbook: Playbook) -> dict[str, Any]:
    """Only dicts, lists, text, numbers and None; the same playbook always gives the same values."""
    written = _write(playbook)
    assert isinstance(written, dict)
    return written


def playbook_from_json(written: Mapping[str, Any]) -> Playbook:
    """The playbook; a field that was not known when the copy was made gets its default."""
    read = _read(Playbook, written)
    assert isinstance(read, Playbook)
    return read


def _write(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _write(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _write(below) for key, below in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_write(below) for below in value]
    if isinstance(value, StrEnum):
        return value.value
    return value.total_seconds() if isinstance(value, timedelta) else value


def _read(kind: Any, written: Any) -> object:
    """The value of this type; `kind` is a type of a field of the playbook."""
    if get_origin(kind) is UnionType:
        return None if written is None else _read(get_args(kind)[0], written)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], below) for below in written)
    if get_origin(kind) is frozenset:
        return frozenset(written)
    if get_origin(kind) is not None:
        return {key: _read(get_args(kind)[1], below) for key, below in written.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        known = {name: _read(hint, written[name]) for name, hint in _hints(kind).items() if name in written}
        return kind(**known)
    if kind is timedelta:
        return timedelta(seconds=written)
    return kind(written)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
