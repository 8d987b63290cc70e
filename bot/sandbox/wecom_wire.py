"""Answers of qyapi as they go over the wire, and the one exception that becomes an error code."""

from __future__ import annotations

import json

from bot.sandbox.wire import Json

ERRORS: dict[int, str] = {
    -1: "system busy",
    40001: "invalid credential",
    40003: "invalid openid/userid",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40056: "invalid agentid",
    40058: "invalid Request Parameter",
    40096: "invalid external userid",
    41001: "access_token missing",
    41047: "invalid group msgid",
    41048: "no customer to send to",
    41050: "invalid welcome code",
    41063: "msg is being distributed, please try again later",
    41064: "too many attachments",
    41093: "group msg task has been cancelled",
    41094: "remind group msg exceeds the frequency limit",
    42001: "access_token expired",
    42014: "invalid task_id of the task card",
    42018: "invalid button key",
    42031: "invalid Template_Card.CardType",
    42035: "invalid length of Template_Card.horizontal_content_list",
    42037: "invalid length of Template_Card.option_list",
    42038: "Template_Card.button_list.text missing or invalid",
    42039: "Template_Card.button_list.key missing or invalid",
    42040: "Template_Card.option_list.id missing or invalid",
    42041: "Template_Card.option_list.text missing or invalid",
    42043: "Template_Card.question_key missing or invalid",
    42046: "Template_Card.submit_button.key missing or invalid",
    42047: "invalid length of Template_Card.select_list",
    42049: "Template_Card.submit_button.text missing or invalid",
    42052: "msgid expired",
    43001: "require GET method",
    43002: "require POST method",
    43012: "callback url must be set",
    44001: "empty media data",
    44004: "empty content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45009: "api freq out of limit",
    45033: "api concurrent out of limit",
    46003: "menu no exist",
    47001: "data format error",
    48002: "api forbidden",
    50003: "app is disabled",
    60011: "no privilege to access/modify contact/party/agent",
    60020: "not allow to access from your ip",
    60111: "userid not found",
    60140: "invalid response_code",
    81013: "user & party & tag all invalid",
    86001: "invalid chatid",
    86003: "chatid not exist",
    86004: "invalid group name",
    86005: "invalid group owner",
    86006: "too many or too few group members",
    86007: "invalid group member",
    86207: "owner not in group members",
    86215: "chatid existed",
    86216: "invalid chat member",
    93000: "invalid webhook url",
    95000: "invalid open_kfid",
    95001: "send msg count limit",
    95002: "send msg time limit",
    95004: "open_kfid not exist",
    95007: "invalid msg token",
    95008: "too many menu items",
    95009: "invalid menu item type",
    301002: "not allow operate another agent with this accesstoken",
}
"""What errmsg begins with (WD 90313)."""


class WecomRefusal(Exception):
    """What qyapi answers instead of a result; the HTTP status stays 200."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(f"{code} {words}".rstrip())
        self.code = code
        self.words = words

    def body(self) -> bytes:
        """The error answer as it is sent."""
        told = f"{ERRORS[self.code]}{', ' if self.words else ''}{self.words}"
        more = f"more info at https://open.work.weixin.qq.com/devtool/query?e={self.code}"
        return encode({"errcode": self.code, "errmsg": f"{told}, hint: [sandbox], {more}"})


def encode(answer: Json) -> bytes:
    """JSON in UTF-8, as qyapi writes it."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def wrong(words: str) -> WecomRefusal:
    """40058: something of the request is not as the page says."""
    return WecomRefusal(40058, words)


def size(text: str) -> int:
    """Bytes in UTF-8, which is what qyapi counts."""
    return len(text.encode("utf-8", "surrogatepass"))
