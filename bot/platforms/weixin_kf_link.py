"""Links to the service account: whoever opens one says with it for which building, or which notice, they come."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import Act, ApiError

PAYLOAD_BYTES = 128
"""Of a `scene_param`, encoded (WD 94665)."""
SCENE_MOST = 32
"""Characters of a `scene` (WD 94665)."""
_SCENE = re.compile(rf"[0-9A-Za-z_-]{{1,{SCENE_MOST}}}")


async def contact_link(api: Api, open_kfid: str, scene: str) -> str:
    """The address of the service account for a scene ([0-9A-Za-z_-]{1,32}), e.g. `b3-anju`; raises ApiError."""
    if not _SCENE.fullmatch(scene):
        raise ValueError(f"a scene is 1 to 32 of 0-9 A-Z a-z _ -, and not {scene!r}")
    answer = await api.post("kf/add_contact_way", {"open_kfid": open_kfid, "scene": scene}, secret="kf")
    url = answer.get("url")
    if not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https"):
        raise ApiError(0, Act.UNCLEAR, "WeCom's answer holds no link to the service account")
    return url


def link_with(url: str, payload: str) -> str:
    """The same link, and the chat hears `/start` and the payload when it is opened."""
    encoded = quote(payload, safe="")
    if len(encoded) > PAYLOAD_BYTES:
        raise ValueError(f"a payload is {PAYLOAD_BYTES} bytes at most: {payload[:20]!r}...")
    return f"{url}{'&' if '?' in url else '?'}scene_param={encoded}"
