"""Methods that change what stands in a chat: edits, deletions, pins and the answer to a press."""

from __future__ import annotations

from bot.sandbox.chat import Chat, Post
from bot.sandbox.draft import Params, enter_chat, read_text, refuse_foreign
from bot.sandbox.entities import units
from bot.sandbox.keyboard import inline_markup
from bot.sandbox.wire import Json, bad_request
from bot.sandbox.world import QUERY_LIFE, World

DELETE_WITHIN = 48 * 3600
TOAST_LIMIT = 200
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def edit_message_text(world: World, params: Params) -> Json:
    """editMessageText."""
    chat, post = _own(world, params)
    if "rich_message" in params:
        raise bad_request("the sandbox knows no rich messages")
    if "text" not in post.body:
        raise bad_request("there is no text in the message to edit")
    text, entities = read_text(world, params)
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    return _change(world, chat, post, content | _markup(params))


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """editMessageReplyMarkup."""
    chat, post = _own(world, params)
    content = {key: post.body[key] for key in ("text", "entities") if key in post.body}
    return _change(world, chat, post, content | _markup(params))


def _own(world: World, params: Params) -> tuple[Chat, Post]:
    refuse_foreign(params)
    if "chat_id" not in params or "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = enter_chat(world, params)
    post = chat.posts.get(params["message_id"])
    if post is None:
        raise bad_request("message to edit not found")
    if not post.mine or "forward_origin" in post.body:
        raise bad_request("message can't be edited")
    return chat, post


def _markup(params: Params) -> Json:
    if "reply_markup" not in params:
        return {}
    if "inline_keyboard" not in params["reply_markup"]:
        raise bad_request("inline keyboard expected")
    markup = inline_markup(params["reply_markup"])
    return {} if markup is None else {"reply_markup": markup}


def _change(world: World, chat: Chat, post: Post, content: Json) -> Json:
    shown = ("text", "entities", "reply_markup")
    if all(post.body.get(key) == content.get(key) for key in shown):
        raise bad_request(UNCHANGED)
    body = {key: value for key, value in post.body.items() if key not in shown}
    post.body = body | content | {"edit_date": world.now()}
    world.record("edit", chat, post)
    return post.body


def delete_message(world: World, params: Params) -> bool:
    """deleteMessage."""
    chat = world.enter(params["chat_id"])
    post = chat.posts.get(params["message_id"])
    if post is None:
        raise bad_request("message to delete not found")
    others = chat.type == "private" or chat.member(world.bot_id).may("can_delete_messages")
    if not (post.mine or others) or world.now() - post.body["date"] > DELETE_WITHIN:
        raise bad_request("message can't be deleted for everyone")
    world.record("delete", chat, post)
    del chat.posts[params["message_id"]]
    if params["message_id"] in chat.pinned:
        chat.pinned.remove(params["message_id"])
    return True


def _may_pin(world: World, params: Params) -> Chat:
    refuse_foreign(params)
    chat = world.enter(params["chat_id"])
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    if chat.type != "private" and not chat.member(world.bot_id).may(right):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def pin_chat_message(world: World, params: Params) -> bool:
    """pinChatMessage."""
    chat = _may_pin(world, params)
    post = chat.posts.get(params["message_id"])
    if post is None:
        raise bad_request("message to pin not found")
    if params["message_id"] in chat.pinned:
        return True
    chat.pinned.append(params["message_id"])
    silent = bool(params.get("disable_notification")) or chat.type == "private"
    world.ledger.add("pin", chat.id, {**world.view(chat, post), "silent": silent})
    content = {"pinned_message": world.reply_part(chat, params["message_id"])}
    notice = world.publish(chat, world.bot_user, content, silent=silent, mine=True)
    world.deliver("message", chat, notice.body)
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    """unpinChatMessage."""
    chat = _may_pin(world, params)
    if not chat.pinned:
        raise bad_request("message to unpin not found")
    message_id = params.get("message_id", chat.pinned[-1])
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    world.record("unpin", chat, chat.posts[message_id])
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """answerCallbackQuery."""
    text = params.get("text", "")
    if units(text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if "url" in params and not params["url"].lower().startswith(f"https://t.me/{world.bot['username']}?start=".lower()):
        raise bad_request("URL_INVALID")
    query = world.queries.get(params["callback_query_id"])
    if query is None or query.toast is not None or world.now() - query.date > QUERY_LIFE:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    query.toast = {"text": text, "alert": bool(params.get("show_alert")), "url": params.get("url", "")}
    facts = {"message_id": query.message_id, "query": query.id, "from": query.user, **query.toast}
    query.toast["seq"] = world.ledger.add("toast", query.chat, facts)
    if query.answered is not None and not query.answered.done():
        query.answered.set_result(None)
    return True
