"""Which function answers which path of qyapi; the front itself sees to tokens and files."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox import wecom_app, wecom_contact, wecom_kf, wecom_message, wecom_robot, wecom_room
from bot.sandbox.wecom_corp import Corp
from bot.sandbox.wire import Json

Call = Callable[[Corp, Json], Json]

BY_FRONT = ("gettoken", "media/upload", "media/get")

CALLS: dict[str, Call] = {
    "message/send": wecom_message.send,
    "message/update_template_card": wecom_message.update_card,
    "message/recall": wecom_message.recall,
    "getcallbackip": wecom_app.list_callers,
    "menu/create": wecom_app.create_menu,
    "menu/get": wecom_app.read_menu,
    "menu/delete": wecom_app.delete_menu,
    "agent/get": wecom_app.read_agent,
    "user/get": wecom_app.read_user,
    "appchat/create": wecom_room.create,
    "appchat/update": wecom_room.update,
    "appchat/get": wecom_room.read,
    "appchat/send": wecom_room.send,
    "externalcontact/groupchat/list": wecom_contact.list_groups,
    "externalcontact/groupchat/get": wecom_contact.read_group,
    "externalcontact/add_msg_template": wecom_contact.add_task,
    "externalcontact/get_groupmsg_list_v2": wecom_contact.list_tasks,
    "externalcontact/get_groupmsg_task": wecom_contact.read_task,
    "externalcontact/get_groupmsg_send_result": wecom_contact.read_result,
    "externalcontact/remind_groupmsg_send": wecom_contact.remind,
    "externalcontact/cancel_groupmsg_send": wecom_contact.cancel,
    "kf/account/list": wecom_kf.list_accounts,
    "kf/add_contact_way": wecom_kf.add_contact_way,
    "kf/sync_msg": wecom_kf.sync,
    "kf/send_msg": wecom_kf.send,
    "kf/send_msg_on_event": wecom_kf.send_on_event,
    "webhook/send": wecom_robot.send_robot,
}
