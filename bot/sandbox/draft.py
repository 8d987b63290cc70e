"""What all methods that write a message share: chat, text with its marks, reply, topic and keyboard."""

from __future__ import annotations

from bot.sandbox.chat import Chat, Post
from bot.sandbox.entities import clean, find_marks, in_order, units
from bot.sandbox.keyboard import any_markup
from bot.sandbox.markup import parse_html, trim
from bot.sandbox.wire import Json, bad_request
from bot.sandbox.world import World

Params = Json  # checked parameters of one call

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
FOREIGN = {
    "business_connection_id": "business connection not found",
    "direct_messages_topic_id": "direct messages topic not found",
    "suggested_post_parameters": "the chat takes no suggested posts",
    "inline_message_id": "MESSAGE_ID_INVALID",
}
REPLY_KEYS = frozenset(
    [
        "message_id",
        "chat_id",
        "allow_sending_without_reply",
        "quote",
        "quote_parse_mode",
        "quote_entities",
        "quote_position",
        "checklist_task_id",
        "poll_option_id",
    ]
)
ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)


def refuse_foreign(params: Params) -> None:
    """Refuses what needs something no world has."""
    for name, reason in FOREIGN.items():
        if name in params:
            raise bad_request(reason)


def enter_chat(world: World, params: Params) -> Chat:
    """The chat to write into; the bot must be allowed to."""
    refuse_foreign(params)
    chat = world.enter(params["chat_id"])
    if chat.type == "channel" and not chat.member(world.bot_id).may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    thread = params.get("message_thread_id")
    if thread is not None and not (chat.forum and thread in chat.topics):
        raise bad_request("message thread not found")
    return chat


def read_text(world: World, params: Params, *, caption: bool = False) -> tuple[str, list[Json]]:
    """Text and entities as the server keeps them, or the refusal."""
    name, marks = ("caption", "caption_entities") if caption else ("text", "entities")
    text = clean(params.get(name, ""))
    entities: list[Json] = []
    mode = params.get("parse_mode", "").lower()
    if mode == "html":
        text, entities = parse_html(text, world.user)
    elif mode in {"markdown", "markdownv2"}:
        raise bad_request("can't parse entities: the sandbox reads HTML only")
    elif mode:
        raise bad_request("unsupported parse_mode")
    elif marks in params:
        entities = _given_entities(world, text, params[marks])
    text, entities = trim(text, entities)
    length = units(text)
    if not text and not caption:
        raise bad_request("message text is empty")
    if length > (CAPTION_LIMIT if caption else TEXT_LIMIT):
        raise bad_request("message caption is too long" if caption else "message is too long")
    entities.extend(find_marks(text, entities))
    return text, in_order(entities) if entities else entities


def _given_entities(world: World, text: str, given: list[object]) -> list[Json]:
    length = units(text)
    kept: list[Json] = []
    for mark in given:
        if not isinstance(mark, dict) or mark.get("type") not in ENTITY_TYPES:
            raise bad_request("can't parse entities: unknown type")
        offset, size = mark.get("offset"), mark.get("length")
        if type(offset) is not int or type(size) is not int or offset < 0 or size < 1 or offset + size > length:
            raise bad_request("can't parse entities: wrong offset or length")
        if mark["type"] == "text_mention":
            user = world.user(mark.get("user", {}).get("id", 0))
            if user is None:
                continue
            mark = {**mark, "user": user}
        kept.append(mark)
    return kept


def caption_part(world: World, params: Params) -> Json:
    """The caption of a file, if there is one."""
    text, entities = read_text(world, params, caption=True)
    part: Json = {"caption": text} if text else {}
    if entities:
        part["caption_entities"] = entities
    return part


def reply_part(world: World, chat: Chat, params: Params) -> Json:
    """The message that is answered, and the topic the answer stands in."""
    thread = params.get("message_thread_id")
    wish = params.get("reply_parameters")
    part: Json = {}
    if wish is not None:
        if set(wish) - REPLY_KEYS or type(wish.get("message_id")) is not int:
            raise bad_request("can't parse reply parameters")
        if "chat_id" in wish and world.find_chat(wish["chat_id"]) is not chat:
            raise bad_request("the sandbox knows replies inside a chat only")
        answered = world.reply_part(chat, wish["message_id"])
        if answered is not None:
            part["reply_to_message"] = answered
            thread = thread or answered.get("message_thread_id")
        elif not wish.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
    if thread is not None:
        part |= {"message_thread_id": thread, "is_topic_message": True}
        part.setdefault("reply_to_message", world.reply_part(chat, thread))
    return part


def keyboard_part(params: Params) -> Json:
    """The inline keyboard, if there is one."""
    if "reply_markup" not in params:
        return {}
    markup = any_markup(params["reply_markup"])
    return {} if markup is None else {"reply_markup": markup}


def write(world: World, chat: Chat, params: Params, content: Json) -> Post:
    """Publishes what the bot writes."""
    frame = reply_part(world, chat, params) | keyboard_part(params)
    if params.get("protect_content"):
        frame["has_protected_content"] = True
    sender: Json | None = world.bot_user
    if chat.type == "channel":
        sender, frame["sender_chat"] = None, chat.short
    silent = bool(params.get("disable_notification"))
    return world.publish(chat, sender, frame | content, silent=silent, mine=True)
