"""What the law sets under every plan, and no setting turns off: help may be called at once, and nobody is forced.

Anybody may call 119, 110 and 120 without waiting (X-03). Staff never search, detain, fine or use force (X-16): what a
plan says of it may only be that it is not done."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.legal_floor import asks_for_force
from bot.domain.playbook import Answer, Playbook, Said, Step
from bot.read.table import Table


def check_floor(table: Table, playbook: Playbook) -> None:
    """Notes a fault for a call for help that could wait, and for every sentence that asks for force."""
    _check_sentences(table, ("anyone",), playbook.anyone)
    for position, question in enumerate(playbook.questions):
        for at, answer in enumerate(question.answers):
            for key, sentence in _of_answer(answer):
                _check_sentence(table, ("questions", position, "answers", at, key), sentence)
    for position, lane in enumerate(playbook.lanes):
        for at, step in enumerate(lane.steps):
            trail = ("lanes", position, "steps", at)
            _check_call(table, trail, step)
            for keys, sentence in _of_step(step):
                _check_sentence(table, (*trail, *keys), sentence)


def _check_call(table: Table, trail: tuple[str | int, ...], step: Step) -> None:
    if step.call and step.calls_help and not (step.life or step.anybody):
        problem = f'"{step.id}" calls {step.call.to} and could be kept waiting'
        table.fault((*trail, "call", "to"), problem, "add life: true, and put it first in its lane")


def _check_sentences(table: Table, trail: tuple[str | int, ...], sentences: tuple[Said, ...]) -> None:
    for position, sentence in enumerate(sentences):
        _check_sentence(table, (*trail, position), sentence)


def _check_sentence(table: Table, trail: tuple[str | int, ...], sentence: Said) -> None:
    for language, text in sentence.items():
        force = asks_for_force(text, language)
        if force:
            remedy = "nobody of the staff searches, detains, fines or forces: ask, accompany, or call 110"
            table.fault((*trail, language), f'"{force}" is not ours to do', remedy)


def _of_answer(answer: Answer) -> Iterator[tuple[str, Said]]:
    for key, sentence in (("warn", answer.warn), ("tell", answer.tell)):
        if sentence is not None:
            yield key, sentence


def _of_step(step: Step) -> Iterator[tuple[tuple[str, ...], Said]]:
    yield ("text",), step.text
    if step.ask is not None:
        yield ("ask",), step.ask
    if step.call is not None:
        yield ("call", "say"), step.call.say
