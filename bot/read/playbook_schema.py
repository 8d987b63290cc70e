"""The form of a playbook file as a JSON schema, so that an editor helps to write one; made of what the reader knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.people import Department, Skill
from bot.domain.playbook import Evidence, Group, Urgency
from bot.read.known import LANGUAGES, ROLES
from bot.read.playbook_checks import NUMBER
from bot.read.playbook_ids import ID, LANE
from bot.read.playbook_known import FAMILIES, NOTICES, REPORTS
from bot.read.playbook_questions import MOST_QUESTIONS
from bot.read.said import LENGTHS
from bot.read.times import DURATION

Schema = dict[str, Any]

_STEP_OF = f"{LANE.pattern}/{ID.pattern}"
_FLAG: Schema = {"type": "boolean"}
_PLAIN = ["string", "integer"]
"""What stands without quotes and looks like a number is read as text."""


def playbook_schema() -> Schema:
    """The whole schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Playbook of zhiban",
        "description": "One plan: how it is recognised, what is asked, who is called and what is done.",
        **_table(_PLAYBOOK, required=_REQUIRED),
        "$defs": {
            **{f"{kind}_text": _sentence(kind) for kind in LENGTHS},
            "text": {"type": _PLAIN, "minLength": 1, "pattern": r"^[^{}]*$"},
            "texts": {"type": "array", "items": _ref("text")},
            "some_texts": {"type": "array", "items": _ref("text"), "minItems": 1},
            "when": _names({"oneOf": [_ref("text"), _ref("some_texts")]}),
            "question": _table(_QUESTION, required=("id", "text", "answers")),
            "answer": _table(_ANSWER, required=("id", "text")),
            "called": {**_table(_CALLED), "anyOf": [{"required": [key]} for key in ("department", "skill")]},
            "lane": _table(_LANE, required=("id", "name", "steps")),
            "step": {
                **_table(_STEP, required=("id", "text")),
                "anyOf": [{"required": [key]} for key in ("department", "skill", "commander")],
            },
            "call": _table(_CALL, required=("to", "say")),
        },
    }


def _ref(name: str, description: str = "") -> Schema:
    return {"$ref": f"#/$defs/{name}", **({"description": description} if description else {})}


def _table(keys: Mapping[str, Schema], *, required: Iterable[str] = ()) -> Schema:
    whole: Schema = {"type": "object", "properties": dict(keys), "additionalProperties": False}
    return {**whole, "required": list(required)} if required else whole


def _names(below: Schema, description: str = "") -> Schema:
    """A table whose keys are names of the writer's own."""
    whole: Schema = {"type": "object", "additionalProperties": below}
    return {**whole, "description": description} if description else whole


def _sentence(kind: str) -> Schema:
    lengths = LENGTHS[kind]
    sign = {} if kind == "say" else {"pattern": r"^[^{}]*$"}
    texts = {one: {"type": _PLAIN, "minLength": 1, "maxLength": lengths[one], **sign} for one in LANGUAGES}
    return _table(texts, required=LANGUAGES)


def _one_of(words: Iterable[str], description: str) -> Schema:
    return {"enum": [word for word in words if word], "description": description}


def _list(name: str, description: str, **limits: int) -> Schema:
    return {"type": "array", "items": _ref(name), "description": description, **limits}


def _flag(description: str) -> Schema:
    return {**_FLAG, "description": description}


_ID: Schema = {"type": _PLAIN, "pattern": f"^{ID.pattern}$", "description": "short, unlike its neighbours'"}
_COVERS = _ref("texts", "the requirements this very place fulfils, such as FIRE-06")
_WHEN = _ref("when", "only with these answers: for each question one of the answers listed")
_WHO: Mapping[str, Schema] = {
    "department": _one_of(Department, "whose it is"),
    "skill": _one_of(Skill, "who is trained for it, of any department"),
}
_COMMAND = _one_of(ROLES, "who commands: the first of this role")
_PLAYBOOK: Mapping[str, Schema] = {
    "id": _ref("text", "the name of the file without .yaml"),
    "names": _ref("name_text", "what the type is called"),
    "icon": _ref("text", "one emoji no other type has"),
    "family": _one_of(FAMILIES, "what kind of incident it is"),
    "group": _one_of(Group, "where it stands in the menu of types; by family otherwise"),
    "urgency": _one_of(Urgency, "emergency calls whoever commands now"),
    "lowers": _flag("whether the desk may lower an emergency to general"),
    "all_hands": _flag("everybody on duty is called, not only the first of each"),
    "command": {**_COMMAND, "description": "who commands from the first second: the first of this role"},
    "words": _table(
        {
            "any_of": _ref("texts", "one is enough; a word stands in one playbook only"),
            "together": _ref("texts", "patterns, one is enough: @lift + stuck"),
            "hints": _ref("texts", "patterns that make the type likely: enough to ask, not to believe"),
            "none_of": _ref("texts", "patterns with which it is something else, such as a drill"),
            "aside": _ref("texts", "what only sounds like one of the words; the rest is read without it"),
            "yields_to": _ref("texts", "types that win where a report says both"),
        }
    ),
    "marks": _names(_names(_ref("some_texts")), "patterns of a report that already give an answer"),
    "anyone": _list("anyone_text", "what everybody on the spot does or leaves"),
    "questions": _list("question", "what the reporter is asked", maxItems=MOST_QUESTIONS),
    "called": _list("called", "who is called at opening: of each the first on duty"),
    "lanes": _list("lane", "strands side by side, each with its steps in order"),
    "closing": _list("closing_text", "what the commander checks before closing"),
    "reports": {"type": "array", "items": {"enum": list(REPORTS)}, "minItems": 1, "description": "R1 always"},
    "covers": _COVERS,
    "sources": _ref("some_texts", "the documents and clauses it comes from, such as D13 §1"),
}
_REQUIRED = ("id", "names", "icon", "family", "urgency", "called", "lanes", "closing", "reports", "sources")
_QUESTION: Mapping[str, Schema] = {
    "id": _ID,
    "text": _ref("question_text"),
    "answers": _list("answer", "buttons, one of them with the id unsure", minItems=2),
    "when": _WHEN,
    "covers": _COVERS,
    "number": _flag("it asks how many: a number that is typed is an answer"),
    "private": _flag("no group reads its answers"),
}
_ANSWER: Mapping[str, Schema] = {
    "id": _ID,
    "text": _ref("answer_text", "what the button says"),
    "urgency": _one_of(Urgency, "the urgency from this answer on"),
    "level": {"type": "integer", "minimum": 1, "maximum": 4, "description": "1 is the gravest; only ever raised"},
    "brief": _ref("brief_text", "how it stands on cards and is told on the telephone"),
    "warn": _ref("warn_text", "what the commander is told at once, with sound"),
    "tell": _ref("tell_text", "what to tell the caller now"),
    "done": {"type": "string", "pattern": f"^{_STEP_OF}( {_STEP_OF})*$", "description": "the step that is done by it"},
    "command": {**_COMMAND, "description": "who commands from this answer on: the first of this role"},
    "attach": _ref("text", "the type whose plan is run beside this one from this answer on"),
    "covers": _COVERS,
}
_CALLED: Mapping[str, Schema] = {**_WHO, "scene": _flag("false: helps from where they are")}
_LANE: Mapping[str, Schema] = {
    "id": {"type": "string", "pattern": f"^{LANE.pattern}$"},
    "name": _ref("name_text"),
    "steps": _list("step", "in order; life safety first"),
}
_STEP: Mapping[str, Schema] = {
    "id": _ID,
    "text": _ref("step_text", "one thing, beginning with a verb"),
    **_WHO,
    "commander": {"const": True, "description": "it is the commander's of this incident"},
    "limit": {
        "type": "string",
        "pattern": f"^{DURATION.pattern}$",
        "description": "from when it is next: 90s, 10m, 2h",
    },
    "life": _flag("life safety: waits for nothing, and stands first in its lane"),
    "evidence": _one_of(Evidence, "what a finished step has to show"),
    "private": _flag("its evidence holds names or phones: no group reads it"),
    "ask": _ref("ask_text", "what exactly the evidence has to say"),
    "when": _WHEN,
    "after": {**_ID, "description": "the earlier step of its lane that has to be done first, not skipped"},
    "forbid": _list("forbid_text", "what must not be done with it"),
    "call": _ref("call", "a telephone call that belongs to it"),
    "anybody": _flag("a call anybody may make, on everybody's card until one has"),
    "notice": _one_of(NOTICES, "the notice to residents it offers"),
    "suggested": _ref("text", "the public source of what no document states"),
    "sources": _ref("texts", "the documents and clauses that ask for it"),
    "covers": _COVERS,
}
_CALL: Mapping[str, Schema] = {
    "to": {"type": _PLAIN, "description": "119, 110, 120, 122 or the kind of a contact, such as lift_maintenance"},
    "say": _ref("say_text", "the words to say; {place}, {phone}, {name} and answers are filled in"),
    "otherwise": {"type": _PLAIN, "pattern": f"^{NUMBER.pattern}$", "description": "where there is no such contact"},
}
