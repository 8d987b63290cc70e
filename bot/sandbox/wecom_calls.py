"""Which function answers which path of qyapi; the front itself sees to tokens and files."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox import wecom_app, wecom_message, wecom_robot
from bot.sandbox.wecom_corp import Corp
from bot.sandbox.wire import Json

Call = Callable[[Corp, Json], Json]

BY_FRONT = ("gettoken", "media/upload", "media/get")

CALLS: dict[str, Call] = {
    "message/send": wecom_message.send,
    "message/update_template_card": wecom_message.update_card,
    "message/recall": wecom_message.recall,
    "menu/create": wecom_app.create_menu,
    "menu/get": wecom_app.read_menu,
    "menu/delete": wecom_app.delete_menu,
    "agent/get": wecom_app.read_agent,
    "user/get": wecom_app.read_user,
    "webhook/send": wecom_robot.send_robot,
}
