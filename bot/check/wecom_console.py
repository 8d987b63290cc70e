"""Where somebody finds on WeCom's admin page what is wrong, and on which line of the settings it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.check.finding import place
from bot.platforms.wecom_errors import ApiError
from bot.read.document import Document

_PAGE = "企业微信管理后台"
MEMBERS = f"{_PAGE} → 通讯录 → the person"
_COMPANY = f"{_PAGE} → 我的企业 → 企业信息 → 企业ID"
_APP = f"{_PAGE} → 应用管理 → 自建 → the app"
_CONTACT = f"{_PAGE} → 客户联系 → 客户 → API"
_KF = f"{_PAGE} → 微信客服 → API"


@dataclass(frozen=True, kw_only=True)
class Console:
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
        steps = {**_STEPS, 48001: f"{self.path} → 可调用接口的应用: add the app", 40001: f"{self.path} → Secret"}
        steps[48002] = steps[48001]
        return f"{error}; {steps.get(error.code, self.path)}"


def _given(file: Document, trail: tuple[str, str]) -> bool:
    return trail in file.variables or trail in file.lines


APP = Console(table="wecom", secret="secret", path=_APP, first="agent_id")
CONTACT = Console(table="wecom", secret="contact_secret", path=_CONTACT, first="contact_secret")
KF = Console(table="weixin_kf", secret="secret", path=_KF, first="open_kfid")

_KEYS: Mapping[int, str] = {40013: "corp_id", 40056: "agent_id", 301002: "agent_id"}
"""Which setting a code is about; all others are about what the secret stands for."""
_STEPS: Mapping[int, str] = {
    40013: _COMPANY,
    40056: f"{_APP} → AgentId",
    301002: f"{_APP} → AgentId and Secret",
    43012: f"{_APP} → 接收消息 → 设置API接收",
    50001: f"{_APP} → 网页授权及JS-SDK → 可信域名",
    50002: f"{_APP} → 可见范围",
    50003: f"{_APP} → 启用",
    60011: f"{_APP} → 可见范围",
    60020: f"{_APP} → 企业可信IP → 配置: it counts after about a minute",
}
