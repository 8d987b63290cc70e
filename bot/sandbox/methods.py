"""The methods by name; the keys are those of the parameter table."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox import methods_chat, methods_edit, methods_media, methods_send, methods_updates
from bot.sandbox.draft import Params
from bot.sandbox.world import World

METHODS: dict[str, Callable[[World, Params], object]] = {
    "getMe": methods_chat.get_me,
    "getUpdates": methods_updates.get_updates,
    "setWebhook": methods_updates.set_webhook,
    "deleteWebhook": methods_updates.delete_webhook,
    "getWebhookInfo": methods_updates.get_webhook_info,
    "sendMessage": methods_send.send_message,
    "editMessageText": methods_edit.edit_message_text,
    "editMessageReplyMarkup": methods_edit.edit_message_reply_markup,
    "deleteMessage": methods_edit.delete_message,
    "answerCallbackQuery": methods_edit.answer_callback_query,
    "pinChatMessage": methods_edit.pin_chat_message,
    "unpinChatMessage": methods_edit.unpin_chat_message,
    "sendPhoto": methods_media.send_photo,
    "sendVoice": methods_media.send_voice,
    "sendSticker": methods_media.send_sticker,
    "sendDocument": methods_media.send_document,
    "sendMediaGroup": methods_media.send_media_group,
    "forwardMessage": methods_send.forward_message,
    "copyMessage": methods_send.copy_message,
    "getFile": methods_media.get_file,
    "getChat": methods_chat.get_chat,
    "getChatMember": methods_chat.get_chat_member,
    "getChatAdministrators": methods_chat.get_chat_administrators,
    "getChatMemberCount": methods_chat.get_chat_member_count,
    "leaveChat": methods_chat.leave_chat,
    "setMyCommands": methods_chat.set_my_commands,
    "getMyCommands": methods_chat.get_my_commands,
    "deleteMyCommands": methods_chat.delete_my_commands,
    "sendLocation": methods_send.send_location,
    "sendChatAction": methods_send.send_chat_action,
}
COUNTED = frozenset(
    [
        "sendMessage",
        "editMessageText",
        "editMessageReplyMarkup",
        "sendPhoto",
        "sendVoice",
        "sendSticker",
        "sendDocument",
        "sendMediaGroup",
        "forwardMessage",
        "copyMessage",
        "sendLocation",
    ]
)
