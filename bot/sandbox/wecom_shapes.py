"""Every path of qyapi the sandbox knows, typed by hand from WeCom's own pages: whose secret, which fields, which types.

`WD 90236` is the page https://developer.work.weixin.qq.com/document/path/90236 . A field is `name:type`, `!` behind
it: it must be there; `[]`: a list of it. Types in lower case are plain, those in capitals stand in OBJECTS.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One path: its verb, the secret whose token may call it, and its fields."""

    verb: str
    secret: str
    """`app`, `contact` or `kf`; `any` of them; `none`: no token at all."""
    source: str
    query: str = ""
    body: str = ""
    counted: bool = True
    """Counts in the base frequency of 10,000 a minute; sending messages does not (WD 90454)."""


def _get(secret: str, source: str, query: str = "") -> Shape:
    return Shape(verb="GET", secret=secret, source=source, query=query)


def _post(secret: str, source: str, body: str, *, query: str = "", counted: bool = True) -> Shape:
    return Shape(verb="POST", secret=secret, source=source, query=query, body=body, counted=counted)


_CHECKED = "safe:whole enable_id_trans:whole enable_duplicate_check:whole duplicate_check_interval:whole"
_PAGED = "limit:whole cursor:text"

SHAPES: dict[str, Shape] = {
    "gettoken": _get("none", "WD 91039", "corpid:text! corpsecret:text!"),
    "getcallbackip": _get("any", "WD 92521, 90930"),
    "message/send": _post(
        "app",
        "WD 90236",
        "touser:text toparty:text totag:text msgtype:text! agentid:whole! text:Text image:Media voice:Media"
        f" video:Video file:Media textcard:TextCard news:News markdown:Text template_card:TemplateCard {_CHECKED}",
        counted=False,
    ),
    "message/update_template_card": _post(
        "app",
        "WD 94888",
        "userids:text[] partyids:whole[] tagids:whole[] atall:whole agentid:whole! response_code:text!"
        " enable_id_trans:whole button:ReplacedButton template_card:TemplateCard",
    ),
    "message/recall": _post("app", "WD 94867", "msgid:text!"),
    "media/upload": _post("any", "WD 90253", "", query="type:text!"),
    "media/get": _get("any", "WD 90254", "media_id:text!"),
    "menu/create": _post("app", "WD 90231", "button:MenuButton[]!", query="agentid:number!"),
    "menu/get": _get("app", "WD 90232", "agentid:number!"),
    "menu/delete": _get("app", "WD 90233", "agentid:number!"),
    "agent/get": _get("app", "WD 90227", "agentid:number!"),
    "user/get": _get("app", "WD 90196", "userid:text!"),
    "appchat/create": _post("app", "WD 90245", "name:text owner:text userlist:text[]! chatid:text"),
    "appchat/update": _post(
        "app", "WD 98913", "chatid:text! name:text owner:text add_user_list:text[] del_user_list:text[]"
    ),
    "appchat/get": _get("app", "WD 90247", "chatid:text!"),
    "appchat/send": _post(
        "app",
        "WD 90248",
        "chatid:text! msgtype:text! text:Text image:Media voice:Media video:Video file:Media textcard:TextCard"
        " news:News markdown:Text safe:whole",
        counted=False,
    ),
    "externalcontact/groupchat/list": _post(
        "contact", "WD 92122, 96338", "status_filter:whole owner_filter:OwnerFilter cursor:text limit:whole!"
    ),
    "externalcontact/groupchat/get": _post("contact", "WD 92122, 96338", "chat_id:text! need_name:whole"),
    "externalcontact/add_msg_template": _post(
        "contact",
        "WD 92135",
        "chat_type:text external_userid:text[] chat_id_list:text[] tag_filter:any sender:text allow_select:flag"
        " text:Text attachments:Attachment[]",
    ),
    "externalcontact/get_groupmsg_list_v2": _post(
        "contact",
        "WD 93338",
        f"chat_type:text! start_time:whole! end_time:whole! creator:text filter_type:whole {_PAGED}",
    ),
    "externalcontact/get_groupmsg_task": _post("contact", "WD 93338, 96355", f"msgid:text! {_PAGED}"),
    "externalcontact/get_groupmsg_send_result": _post(
        "contact", "WD 93338, 96355", f"msgid:text! userid:text! {_PAGED}"
    ),
    "externalcontact/remind_groupmsg_send": _post("contact", "WD 97610", "msgid:text!"),
    "externalcontact/cancel_groupmsg_send": _post("contact", "WD 97611", "msgid:text!"),
    "kf/account/list": _post("kf", "WD 94661", "offset:whole limit:whole"),
    "kf/add_contact_way": _post("kf", "WD 94665", "open_kfid:text! scene:text"),
    "kf/sync_msg": _post("kf", "WD 94670", "cursor:text token:text limit:whole voice_format:whole open_kfid:text!"),
    "kf/send_msg": _post(
        "kf",
        "WD 94677",
        "touser:text! open_kfid:text! msgid:text msgtype:text! text:Text image:Media voice:Media video:Media"
        " file:Media link:KfLink msgmenu:KfMenu location:KfLocation",
    ),
    "kf/send_msg_on_event": _post("kf", "WD 96428", "code:text! msgid:text msgtype:text! text:Text msgmenu:KfMenu"),
    "webhook/send": _post(
        "none",
        "WD 99110, 91770",
        "msgtype:text! text:RobotText markdown:Text markdown_v2:Text image:RobotImage",
        query="key:text!",
    ),
}

OBJECTS: dict[str, str] = {
    # WD 90236
    "Text": "content:text!",
    "Media": "media_id:text!",
    "Video": "media_id:text! title:text description:text",
    "TextCard": "title:text! description:text! url:text! btntxt:text",
    "News": "articles:Article[]!",
    "Article": "title:text! description:text url:text picurl:text appid:text pagepath:text",
    # WD 90236 (to send), WD 94888 (to update: replace_text, disable)
    "TemplateCard": "card_type:text! source:CardSource action_menu:ActionMenu task_id:text main_title:CardTitle"
    " quote_area:QuoteArea sub_title_text:text horizontal_content_list:CardRow[] card_action:CardAction"
    " button_selection:Selection button_list:CardButton[] checkbox:Checkbox select_list:Selection[]"
    " submit_button:SubmitButton emphasis_content:CardTitle jump_list:CardJump[] replace_text:text",
    "CardSource": "icon_url:text desc:text desc_color:whole",
    "ActionMenu": "desc:text action_list:CardAct[]!",
    "CardAct": "text:text! key:text!",
    "CardTitle": "title:text desc:text",
    "QuoteArea": "type:whole url:text appid:text pagepath:text title:text quote_text:text",
    "CardRow": "type:whole keyname:text! value:text url:text media_id:text userid:text",
    "CardAction": "type:whole! url:text appid:text pagepath:text",
    "CardJump": "type:whole title:text! url:text appid:text pagepath:text",
    "Selection": "question_key:text! title:text option_list:CardOption[]! selected_id:text disable:flag",
    "CardOption": "id:text! text:text! is_checked:flag disable:flag",
    "CardButton": "type:whole text:text! style:whole key:text url:text",
    "Checkbox": "question_key:text! option_list:CardOption[]! mode:whole disable:flag",
    "SubmitButton": "text:text! key:text!",
    "ReplacedButton": "replace_name:text!",
    # WD 90231
    "MenuButton": "type:text name:text! key:text url:text appid:text pagepath:text sub_button:MenuButton[]",
    # WD 92122
    "OwnerFilter": "userid_list:text[]!",
    # WD 92135
    "Attachment": "msgtype:text! image:AttachedImage link:AttachedLink miniprogram:any video:Media file:Media",
    "AttachedImage": "media_id:text pic_url:text",
    "AttachedLink": "title:text! picurl:text desc:text url:text!",
    # WD 94677
    "KfLink": "title:text! desc:text url:text! thumb_media_id:text!",
    "KfMenu": "head_content:text list:KfChoice[] tail_content:text",
    "KfChoice": "type:text! click:KfClick view:KfView text:KfWords",
    "KfClick": "id:text content:text!",
    "KfView": "url:text! content:text!",
    "KfWords": "content:text! no_newline:whole",
    "KfLocation": "name:text address:text latitude:decimal! longitude:decimal!",
    # WD 99110
    "RobotText": "content:text! mentioned_list:text[] mentioned_mobile_list:text[]",
    "RobotImage": "base64:text! md5:text!",
}
