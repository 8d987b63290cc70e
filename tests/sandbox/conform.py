"""Holds what the sandbox answers against aiogram's model of the Bot API: types, and no key the model does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import aiogram.methods
import aiogram.types
from pydantic import BaseModel, TypeAdapter

_ADAPTERS: dict[str, TypeAdapter[Any]] = {}


def method_model(method: str) -> Any:
    """aiogram's class of a method."""
    return getattr(aiogram.methods, method[0].upper() + method[1:])


def hold_result(method: str, result: object) -> None:
    """Fails when a result is not what the method returns."""
    adapter = _ADAPTERS.get(method)
    if adapter is None:
        adapter = _ADAPTERS[method] = TypeAdapter(method_model(method).__returning__)
    _hold(adapter.validate_python(result), result, where=method)


def hold_update(update: Mapping[str, object]) -> aiogram.types.Update:
    """The update as aiogram reads it; fails when there is something aiogram does not know."""
    read = aiogram.types.Update.model_validate(update)
    _hold(read, update, where="update")
    return read


def _hold(read: object, raw: object, *, where: str) -> None:
    unknown = list(unknown_keys(read, raw, where=where))
    assert not unknown, unknown


def unknown_keys(read: object, raw: object, *, where: str) -> Iterator[str]:
    """Paths of keys that a model did not take into one of its fields."""
    if isinstance(read, BaseModel) and isinstance(raw, dict):
        names = {field.alias or name: name for name, field in type(read).model_fields.items()}
        for key, value in raw.items():
            if key not in names:
                yield f"{where}.{key} ({type(read).__name__})"
            else:
                yield from unknown_keys(getattr(read, names[key]), value, where=f"{where}.{key}")
    elif isinstance(read, (list, tuple)) and isinstance(raw, list):
        for at, (one, part) in enumerate(zip(read, raw, strict=True)):
            yield from unknown_keys(one, part, where=f"{where}[{at}]")
