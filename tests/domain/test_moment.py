"""Clock times as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moment import moment_of, rounded_up

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 21, 40, tzinfo=ZONE).astimezone(UTC)


def read(text: str, now: datetime = NOW) -> str | None:
    found = moment_of(text, now, ZONE)
    return found.astimezone(ZONE).strftime("%m-%d %H:%M") if found else None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("21:50", "11-22 21:50"),
        ("21：50前", "11-22 21:50"),
        ("21点50", "11-22 21:50"),
        ("晚上9点半", "11-22 21:30"),
        ("10点一刻", "11-22 10:15"),
        ("下午3点", "11-22 15:00"),
        ("00:10", "11-23 00:10"),
        ("24点", "11-23 00:00"),
        ("明早8点", "11-23 08:00"),
        ("明晚8点", "11-23 20:00"),
        ("今天18:00", "11-22 18:00"),
        ("后天 9:05", "11-24 09:05"),
        ("11-23 08:00", "11-23 08:00"),
        ("深圳市气象台11月22日16时30分发布", "11-22 16:30"),
        ("2026年11月22日16时", "11-22 16:00"),
        ("9:50 pm", "11-22 21:50"),
        ("tomorrow 8 am", "11-23 08:00"),
        ("12 am", "11-23 00:00"),
        ("1月2日8点", "01-02 08:00"),
    ],
)
def test_a_time_is_read(text: str, moment: str) -> None:
    assert read(text) == moment


@pytest.mark.parametrize(
    "text", ["马上", "尽快", "soon", "稍后", "", "3号楼", "25:00", "2月30日8点", "很快就好", "24:30"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert read(text) is None


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001 - the strategy wants them bare


@given(moments, st.integers(-11 * 60, 11 * 60))
def test_a_bare_time_is_the_nearest_one(now: datetime, minutes: int) -> None:
    here = now.replace(second=0, microsecond=0, tzinfo=ZONE)
    meant = here + timedelta(minutes=minutes)
    assert moment_of(meant.strftime("%H:%M"), here.astimezone(UTC), ZONE) == meant


@given(moments, st.sampled_from([5, 60]))
def test_rounding_goes_to_the_next_full_step(moment: datetime, minutes: int) -> None:
    step = timedelta(minutes=minutes)
    rounded = rounded_up(moment.replace(tzinfo=UTC), step)
    assert timedelta(0) <= rounded - moment.replace(tzinfo=UTC) < step
    assert rounded.timestamp() % step.total_seconds() == 0
