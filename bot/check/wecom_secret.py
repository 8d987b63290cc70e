"""The secrets of WeCom: on which line of the settings each stands, and where its faults are put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.check.finding import place
from bot.platforms.wecom_errors import ApiError
from bot.read import wecom_console as console
from bot.read.document import Document


@dataclass(frozen=True, kw_only=True)
class Secret:
    """A secret: which table and key hold it, and which page of the console it belongs to."""

    table: str
    secret: str
    path: str
    first: str
    """The key a finding about no key in particular stands at."""

    def line(self, file: Document, error: ApiError | None = None) -> str:
        """The line of the settings, or the variable of the environment above it."""
        key = self.first if error is None else _KEYS.get(error.code, self.secret)
        table = "wecom" if key in ("corp_id", "agent_id") else self.table
        known = (trail for trail in ((table, key), (table, f"{key}_file")) if _given(file, trail))
        return place(file, next(known, (table,)))

    def remedy(self, error: ApiError) -> str:
        """What is wrong and where it is put right."""
        steps = {**_STEPS, 48001: f"{self.path} → {console.CALLERS}: add the app", 40001: f"{self.path} → Secret"}
        steps[48002] = steps[48001]
        return f"{error}; {steps.get(error.code, self.path)}"


def _given(file: Document, trail: tuple[str, str]) -> bool:
    return trail in file.variables or trail in file.lines


APP = Secret(table="wecom", secret="secret", path=console.APP, first="agent_id")
CONTACT = Secret(table="wecom", secret="contact_secret", path=console.CONTACT, first="contact_secret")
KF = Secret(table="weixin_kf", secret="secret", path=console.SERVICE, first="open_kfid")

_KEYS: Mapping[int, str] = {40013: "corp_id", 40056: "agent_id", 301002: "agent_id"}
"""Which setting a code is about; all others are about what the secret stands for."""
_STEPS: Mapping[int, str] = {
    40013: console.COMPANY,
    40056: f"{console.APP} → AgentId",
    301002: f"{console.APP} → AgentId and Secret",
    43012: console.CALLED_AT,
    50001: console.TRUSTED_DOMAIN,
    50002: console.RANGE,
    50003: console.SWITCHED_ON,
    60011: console.RANGE,
    60020: f"{console.TRUSTED_ADDRESS}: it counts after about a minute",
}
