"""Words that stand for the same thing in several files."""

from __future__ import annotations

from bot.domain.people import Role

LANGUAGES = {"zh": "zh", "en": "en"}
ROLES = {role.name.lower(): role for role in Role}
