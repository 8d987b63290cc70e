"""Signs that are no words: what belongs to a template, and blanks where nothing fills them."""

from __future__ import annotations

import re

from bot.read.document import Trail
from bot.read.table import Table

BLANK = re.compile(r"\{(\w+)\}")
"""What is filled in when somebody reads the words to say on the telephone."""
_TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_BRACE = re.compile(r"\{\w*\}|[{}]")


def check_signs(table: Table) -> None:
    """A fault for each sign in any text of the file."""
    for trail, text in _with_braces(table.document.data, ()):
        sign = _TEMPLATE.search(text)
        if sign is not None:
            table.fault(trail, f'"{sign[0]}" is a sign of templates', "leave it out; a playbook holds words only")
            continue
        spoken = "say" in trail[-2:-1]
        brace = _BRACE.search(BLANK.sub("", text) if spoken else text)
        if brace is None:
            continue
        if spoken:
            table.fault(trail, f'"{brace[0]}" stands alone', "write a blank as {place}")
        else:
            remedy = "write the words out; blanks stand only in say, the words for the telephone"
            table.fault(trail, f'nothing fills "{brace[0]}" here', remedy)


def _with_braces(value: object, trail: Trail) -> list[tuple[Trail, str]]:
    """The few texts that hold any of the signs."""
    if isinstance(value, str):
        return [(trail, value)] if "{" in value or "}" in value else []
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, one in below for found in _with_braces(one, (*trail, key))]
