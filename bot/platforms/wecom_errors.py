"""What WeCom's error codes mean: the table as data (WD 90313), and what a failed call is to one message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from bot.talk.message import Delivery, Sent
from bot.talk.platform import PlatformError

WINDOW_SECONDS = 60.0
"""So long an interface is shut after a 45009: the shortest block there is (WD 90454)."""


class Act(Enum):
    """What to do about a failed call."""

    AGAIN = "again"
    """WeCom is busy: the client has tried several times, later it may work."""
    REFRESH = "refresh"
    """The token was refused, and a new one too."""
    WAIT = "wait"
    """Too many calls: nothing goes to this interface before `ApiError.wait` seconds are over."""
    SETUP = "setup"
    """Somebody has to change a setting; until then it fails for everybody."""
    PERSON = "person"
    """This receiver can't be reached."""
    CONTENT = "content"
    """What we sent is not acceptable: our own fault."""
    SPENT = "spent"
    """The code for changing a card has been used or is too old: send a new card."""
    ROOM = "room"
    """The group chat of the app is not as we think it is."""
    WINDOW = "window"
    """The person has to write first: too late, or enough has been sent (kf)."""
    GONE = "gone"
    """The file is not there any more: media live three days."""
    UNREACHED = "unreached"
    """Nothing was done: there was no connection, or something before WeCom refused the call."""
    UNCLEAR = "unclear"
    """The call went out and no clear answer came back: it may have been done."""


def _table(*rows: tuple[Act, tuple[int, ...]]) -> Mapping[int, Act]:
    return {code: act for act, codes in rows for code in codes}


NO_ROOM = (86001, 86003)
"""There is no such group chat: it has to be made again."""
ROOM_EXISTS = 86215
CODE_SPENT = (60140, 42014)
"""Of a card: its code was used or is too old; its task is not known."""
TOO_EARLY = 41063
"""A mass message is still being given out: not to be asked again at once (WD 92135)."""
ONE_MEMBER = (50002, 60011)
"""Settings that keep one member or department out: for all others it works."""
NOBODY = 81013
NO_CALLBACK = 43012

ACTS: Mapping[int, Act] = _table(
    (Act.AGAIN, (-1, 45033, TOO_EARLY)),
    (Act.REFRESH, (40014, 42001, 40001)),
    (Act.WAIT, (45009,)),
    (Act.WINDOW, (95001, 95002, 95013, 95018, 45047, 45015)),
    (
        Act.SETUP,
        (40013, 40056, NO_CALLBACK, 48001, 48002, 50001, 50002, 50003, 60020, 60011, 301002, 93000, 93004, 93008),
    ),
    (Act.PERSON, (40003, 60111, NOBODY, 40096, 84061, 40066, 40068, 82001, 82002, 82003)),
    (Act.CONTENT, (40008, 40058, 44004, 45001, 45002, 45007, 41064)),
    (Act.SPENT, CODE_SPENT),
    (Act.GONE, (40007,)),
    (
        Act.ROOM,
        (
            *NO_ROOM, 86004, 86005, 86006, 86007, 86008, 86101, *range(86201, 86208),
            ROOM_EXISTS, 86216, 86217, 86220, 86224,
        ),
    ),
)  # fmt: skip
"""WD 90313, as go-workwx had it in 2024. A code that is not here is a refusal of this one call."""

_SENTENCES: Mapping[int, str] = {
    40001: "WeCom refuses the secret (40001): copy it anew from the app's page",
    40013: "WeCom does not know this corp_id (40013): copy it from My Company on the admin page",
    40014: "WeCom refuses its own token, and a new one too (40014): is the secret that of this app?",
    42001: "WeCom calls a new token expired (42001): is the clock of this machine right?",
    40056: "WeCom does not know this agent_id (40056): copy it from the app's page",
    43012: "the app has no callback URL (43012): set it under Receive Messages, without it WeCom sends no buttons",
    45009: "too many calls of this interface (45009)",
    48001: "the app may not use this interface (48001): give it the right on the admin page",
    48002: "the app may not use this interface (48002): add it to the apps that may call what failed",
    50001: "the redirect address is not a trusted domain of the app (50001): enter it on the app's page",
    50002: "somebody here is outside the app's visible range (50002): widen it",
    50003: "the app is switched off (50003): switch it on again on the admin page",
    60011: "the app has no right on this member or department (60011): widen its visible range",
    60020: "WeCom does not let this machine call (60020): add its address to the app's trusted IPs",
    301002: "the secret is not that of this agent_id (301002): copy both from the same app's page",
    93000: "the robot's key is wrong or the robot was removed (93000): copy it anew from the group",
    93004: "the robot is switched off (93004): switch it on again in its group",
    93008: "the robot is not in the group any more (93008): add it again",
}
"""One sentence for the operator."""

_MEANINGS: Mapping[Act, str] = {
    Act.AGAIN: "WeCom is busy",
    Act.REFRESH: "WeCom refuses the token",
    Act.WAIT: "too many calls",
    Act.SETUP: "a setting of the app is wrong",
    Act.PERSON: "unknown to WeCom or outside the app's visible range",
    Act.CONTENT: "WeCom does not accept the message",
    Act.SPENT: "the card can't be changed any more",
    Act.ROOM: "the group chat is not as it should be",
    Act.WINDOW: "the person has to write first",
    Act.GONE: "the file is not there any more",
    Act.UNREACHED: "no connection to WeCom",
    Act.UNCLEAR: "no clear answer from WeCom",
}

_ADDRESS = re.compile(
    r"(?<![0-9A-Za-z.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*(?::[0-9a-fA-F]*){3,7})(?![0-9A-Za-z.:])"
)


class ApiError(PlatformError):
    """A call that did not succeed. `code` is WeCom's own, 0 when it gave none; `words` hold no token and no secret."""

    def __init__(self, code: int, act: Act, words: str = "", *, wait: float = 0.0) -> None:
        self.code, self.act, self.wait = code, act, wait
        self.words = words or _SENTENCES.get(code) or (f"{_MEANINGS[act]} ({code})" if code else _MEANINGS[act])
        super().__init__(self.words)

    @property
    def blocks(self) -> bool:
        """Whether everything of this kind fails until somebody changes a setting."""
        return self.act in (Act.SETUP, Act.REFRESH) and self.code not in ONE_MEMBER


def refusal(code: int, said: str) -> ApiError:
    """The error for a code of WeCom; of what it `said`, only the address it wants to have among the trusted ones."""
    act = ACTS.get(code, Act.CONTENT)
    found = _ADDRESS.search(said) if code == 60020 else None
    if found:
        return ApiError(
            code, act, f"WeCom does not let this machine call (60020): add {found[0]} to the app's trusted IPs"
        )
    return ApiError(code, act, wait=WINDOW_SECONDS if act is Act.WAIT else 0.0)


_DELIVERIES: Mapping[Act, Delivery] = {
    Act.AGAIN: Delivery.LATER,
    Act.REFRESH: Delivery.LATER,
    Act.WAIT: Delivery.LATER,
    Act.SETUP: Delivery.LATER,
    Act.PERSON: Delivery.LOST,
    Act.CONTENT: Delivery.NEVER,
    Act.SPENT: Delivery.NEVER,
    Act.ROOM: Delivery.NEVER,
    Act.WINDOW: Delivery.NEVER,
    Act.GONE: Delivery.NEVER,
    Act.UNREACHED: Delivery.LATER,
    Act.UNCLEAR: Delivery.UNCLEAR,
}


def judged(error: ApiError) -> Sent:
    """What the error means for one message."""
    if error.code in NO_ROOM:
        return Sent(delivery=Delivery.LOST, reason=error.words)
    everybody = (error.blocks and error.code != NO_CALLBACK) or error.act is Act.WAIT
    return Sent(delivery=_DELIVERIES[error.act], wait=error.wait, everybody=everybody, reason=error.words)
