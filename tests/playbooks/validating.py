"""As much of JSON schema as the schema of playbooks uses; a word it does not know fails loudly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_KINDS: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
}
_SAYS_NOTHING = {"$schema", "$defs", "title", "description"}


def wrong(value: object, schema: Mapping[str, Any], root: Mapping[str, Any], at: str = "") -> list[str]:
    """What does not fit, each with its place."""
    found = []
    for word, said in schema.items():
        if word in _SAYS_NOTHING:
            continue
        if word == "$ref":
            found += wrong(value, root["$defs"][said.removeprefix("#/$defs/")], root, at)
        elif word in ("oneOf", "anyOf"):
            fitting = sum(not wrong(value, one, root, at) for one in said)
            found += [f"{at} {word}"] if fitting < 1 or (word == "oneOf" and fitting > 1) else []
        elif word == "properties" or (word == "additionalProperties" and "properties" not in schema):
            found += _of_keys(value, schema, root, at)
        elif word == "items":
            for position, one in enumerate(value if isinstance(value, list) else []):
                found += wrong(one, said, root, f"{at}/{position}")
        elif word != "additionalProperties" and not _fits(value, word, said):
            found.append(f"{at} {word}")
    return found


def _of_keys(value: object, schema: Mapping[str, Any], root: Mapping[str, Any], at: str) -> list[str]:
    found = []
    for key, below in value.items() if isinstance(value, dict) else ():
        known = schema.get("properties", {}).get(key, schema.get("additionalProperties", {}))
        found += [f"{at}/{key} unknown"] if known is False else wrong(below, known, root, f"{at}/{key}")
    return found


def _fits(value: object, word: str, said: Any) -> bool:
    if word == "type":
        kinds = [said] if isinstance(said, str) else said
        return any(isinstance(value, _KINDS[kind]) and isinstance(value, bool) == (kind == "boolean") for kind in kinds)
    if word == "required":
        return not isinstance(value, dict) or set(said) <= set(value)
    if word == "enum":
        return value in said
    if word == "const":
        return value is said
    if word == "pattern":
        return not isinstance(value, str) or re.search(said, value) is not None
    if word in ("minLength", "maxLength"):
        return not isinstance(value, str) or (len(value) >= said if word == "minLength" else len(value) <= said)
    if word in ("minItems", "maxItems"):
        return not isinstance(value, list) or (len(value) >= said if word == "minItems" else len(value) <= said)
    if word in ("minimum", "maximum"):
        return not isinstance(value, int) or (value >= said if word == "minimum" else value <= said)
    raise AssertionError(f"the schema says {word}, which is not checked here")
