"""The weights that ship were learnt from the messages that lie beside them, and from none of the judging half."""

from __future__ import annotations

import json

from benchmarks.weigh import LEARNT_FROM, MESSAGES, TEMPLATES, digest
from bot.read.weights import NAME


def texts(name: str) -> set[str]:
    """The texts of a file of messages."""
    return {json.loads(line)["text"] for line in (MESSAGES / name).read_text(encoding="utf-8").splitlines()}


def test_the_weights_are_of_these_messages() -> None:
    with (TEMPLATES / NAME).open(encoding="utf-8") as file:
        learnt = file.readline().split("\t")[0]
    assert learnt == digest(), "learn them anew: python -m benchmarks.weigh"


def test_no_message_of_the_judging_half_is_learnt_from() -> None:
    judging = texts("judging.jsonl")
    assert len(judging) > 800
    assert not judging & {text for name in LEARNT_FROM for text in texts(name)}
