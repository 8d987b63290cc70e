"""Why a message was read as it was: the words that decided, in the order in which they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.recognise import Recognised


def why(said: Recognised, wording: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """The line as it was read, each type that was thought of with its words, and the talk it was taken for.

    `wording`: for each type the features that spoke loudest for it.
    """
    return {
        "read": said.read,
        "types": [
            {
                "type": one.type,
                "weight": round(one.weight, 1),
                "hint": one.hinted,
                "gives_way_to": sorted(one.gives_way),
                "words": {pattern: [hit.word for hit in hits] for pattern, hits in one.found},
            }
            for one in said.because
        ],
        "unsure_between": list(said.likely),
        "talk": {"kind": said.talk, "words": list(said.talk_words)} if said.talk else None,
        "wording": wording,
        "answers": dict(said.answers),
    }
