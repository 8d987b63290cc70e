"""A move that is not possible now."""

from __future__ import annotations

from collections.abc import Mapping


class Impossible(Exception):
    """The domain refuses; `reason` names the sentence in toasts.yaml that says what to do instead."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts: Mapping[str, object] = facts
