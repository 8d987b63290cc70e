"""The Bot API server the platform tests use."""

from __future__ import annotations

from tests.platforms.conftest import api

__all__ = ["api"]
