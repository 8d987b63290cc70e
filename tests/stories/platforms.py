"""On which platforms a story is told from its one source: marks for pytest."""

from __future__ import annotations

import pytest

everywhere = pytest.mark.parametrize("town", ["telegram", "wecom", "mixed"], indirect=True)
"""On each of them, every day."""

everywhere_at_length = pytest.mark.parametrize(
    "town",
    ["telegram", pytest.param("wecom", marks=pytest.mark.slow), pytest.param("mixed", marks=pytest.mark.slow)],
    indirect=True,
)
"""On Telegram every day, on the others in the longer runs."""

with_residents_on_telegram = pytest.mark.parametrize(
    "town", ["telegram", pytest.param("mixed", marks=pytest.mark.slow)], indirect=True
)
"""Where residents have a group on Telegram; those on WeChat have stories of their own (test_wecom_residents.py)."""
