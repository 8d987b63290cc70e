"""Methods by which updates reach the bot: the long poll and the webhook."""

from __future__ import annotations

from collections.abc import Awaitable

from bot.sandbox.draft import Params
from bot.sandbox.queue import KINDS, UNASKED
from bot.sandbox.wire import Json, bad_request
from bot.sandbox.world import World

LONGEST_POLL = 50


def get_updates(world: World, params: Params) -> Awaitable[bytes]:
    """getUpdates."""
    _allow(world, params)
    return world.updates.poll(
        offset=params.get("offset", 0),
        limit=min(max(params.get("limit", 100), 1), 100),
        wait=min(max(params.get("timeout", 0), 0), LONGEST_POLL),
    )


def set_webhook(world: World, params: Params) -> bool:
    """setWebhook."""
    if not params["url"]:
        return delete_webhook(world, params)
    if "certificate" in params or "ip_address" in params:
        raise bad_request("the sandbox takes no certificate and no ip_address")
    most = params.get("max_connections", 40)
    if not 1 <= most <= 100:
        raise bad_request("max_connections must be 1-100")
    _allow(world, params)
    world.webhook.set(params["url"], secret=params.get("secret_token", ""), most=most)
    if params.get("drop_pending_updates"):
        world.updates.clear()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    """deleteWebhook."""
    world.webhook.stop()
    if params.get("drop_pending_updates"):
        world.updates.clear()
    return True


def get_webhook_info(world: World, params: Params) -> Json:
    """getWebhookInfo."""
    del params
    info = world.webhook.told()
    if world.updates.allowed != UNASKED:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


def _allow(world: World, params: Params) -> None:
    if "allowed_updates" not in params:
        return
    asked = params["allowed_updates"]
    if any(not isinstance(kind, str) for kind in asked):
        raise bad_request("can't parse allowed_updates")
    world.updates.allowed = frozenset(asked) & KINDS or UNASKED
