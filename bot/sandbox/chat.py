"""Chats of a world: their members, topics and messages, and the objects that describe them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.sandbox.wire import Json

PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(frozen=True, kw_only=True)
class Member:
    """How somebody stands in a chat: creator, administrator, member, restricted, left or kicked."""

    status: str
    rights: Mapping[str, bool] = field(default_factory=dict)

    @property
    def present(self) -> bool:
        """Is in the chat."""
        return self.status in PRESENT

    def may(self, right: str) -> bool:
        """Has this right of an administrator."""
        if self.status == "creator":
            return True
        return self.status == "administrator" and self.rights.get(right, right in {"can_manage_chat"})


LEFT = Member(status="left")


@dataclass(kw_only=True)
class Post:
    """A message as it stands now; `body` is the object the Bot API shows."""

    body: Json
    silent: bool = False
    mine: bool = False  # the bot wrote it
    seq: int = 0


@dataclass(kw_only=True)
class Chat:
    """One chat as the world holds it."""

    id: int
    type: str
    title: str = ""
    username: str = ""
    forum: bool = False
    person: Json | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    moved_to: int | None = None
    last_id: int = 0

    def __post_init__(self) -> None:
        self.short = self._short()

    @property
    def group(self) -> bool:
        """A group of either kind."""
        return self.type in {"group", "supergroup"}

    def _short(self) -> Json:
        if self.person is not None:
            names: Json = {
                key: self.person[key] for key in ("first_name", "last_name", "username") if key in self.person
            }
            return {"id": self.id, "type": "private", **names}
        short: Json = {"id": self.id, "type": self.type, "title": self.title}
        if self.username:
            short["username"] = self.username
        if self.forum:
            short["is_forum"] = True
        return short

    def member(self, user: int) -> Member:
        """How this user stands here."""
        return self.members.get(user, LEFT)

    def full(self) -> Json:
        """ChatFullInfo."""
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        full: Json = {
            **self.short,
            "accent_color_id": abs(self.id) % 7,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, False),
        }
        if self.group:
            allowed = dict.fromkeys(PERMISSIONS, True)
            full["permissions"] = allowed | {"can_change_info": False, "can_pin_messages": False}
            full["has_visible_history"] = True
        if self.pinned:
            full["pinned_message"] = self.posts[self.pinned[-1]].body
        return full


def describe_member(user: Json, member: Member, chat: Chat) -> Json:
    """The ChatMember object of this standing."""
    told: Json = {"user": user, "status": member.status}
    if member.status == "creator":
        told["is_anonymous"] = False
    elif member.status == "administrator":
        more = CHANNEL_RIGHTS if chat.type == "channel" else GROUP_RIGHTS
        told |= {right: member.may(right) for right in (*RIGHTS, *more)}
        told |= {"can_be_edited": False, "is_anonymous": bool(member.rights.get("is_anonymous", False))}
    elif member.status == "restricted":
        told |= dict.fromkeys(PERMISSIONS, False) | {"is_member": True, "until_date": 0}
        told |= {"can_send_messages": True, "can_react_to_messages": True, "can_edit_tag": False}
    elif member.status == "kicked":
        told["until_date"] = 0
    return told
