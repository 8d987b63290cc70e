"""Holds what comes with a call against the hand-typed shapes: nothing unknown, missing or of another type."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.wecom_shapes import OBJECTS, SHAPES
from bot.sandbox.wecom_wire import wrong
from bot.sandbox.wire import Json


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a shape."""

    type: str
    list: bool
    required: bool


def fields(line: str) -> dict[str, Field]:
    """The fields of one line of the tables."""
    found = {}
    for word in line.split():
        name, _, kind = word.partition(":")
        bare = kind.removesuffix("!")
        found[name] = Field(type=bare.removesuffix("[]"), list=bare.endswith("[]"), required=kind.endswith("!"))
    return found


_OBJECTS = {name: fields(line) for name, line in OBJECTS.items()}
_QUERIES = {path: fields(shape.query) for path, shape in SHAPES.items()}
_BODIES = {path: fields(shape.body) for path, shape in SHAPES.items()}


def check_query(path: str, given: Json) -> None:
    """Refuses a query that is not as the page says."""
    _check_fields(given, _QUERIES[path], "")


def check_body(path: str, given: Json) -> None:
    """Refuses a body that is not as the page says."""
    _check_fields(given, _BODIES[path], "")


def _check_fields(given: Json, known: dict[str, Field], where: str) -> None:
    for name, value in given.items():
        place = f"{where}.{name}".lstrip(".")
        if name not in known:
            raise wrong(f"unknown field {place}")
        field = known[name]
        if not field.list:
            _check_value(value, field.type, place)
            continue
        if not isinstance(value, list):
            raise wrong(f"{place} must be a list")
        for number, one in enumerate(value):
            _check_value(one, field.type, f"{place}[{number}]")
    for name, field in known.items():
        if field.required and name not in given:
            raise wrong(f"missing field {where}.{name}".replace(" .", " "))


def _check_value(value: object, kind: str, place: str) -> None:
    if kind in _OBJECTS:
        if not isinstance(value, dict):
            raise wrong(f"{place} must be an object")
        _check_fields(value, _OBJECTS[kind], place)
    elif not _PLAIN[kind](value):
        raise wrong(f"{place} must be of type {kind}")


_PLAIN = {
    "any": lambda value: value is not None,
    "text": lambda value: isinstance(value, str),
    "whole": lambda value: type(value) is int,
    "decimal": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "flag": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, str) and value.isdecimal(),  # a number in an address is text
}
