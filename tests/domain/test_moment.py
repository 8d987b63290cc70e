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
        ("11/23 18:00", "11-23 18:00"),
        ("11-23早上8点", "11-23 08:00"),
        ("18:00 11-23", "11-23 18:00"),
        ("11-23 at 8 am", "11-23 08:00"),
    ],
)
def test_a_time_is_read(text: str, moment: str) -> None:
    assert read(text) == moment


@pytest.mark.parametrize("now", [NOW, NOW - timedelta(hours=11, minutes=40)])
@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("晚上12点", "11-23 00:00"),
        ("今晚12点", "11-23 00:00"),
        ("夜里12点", "11-23 00:00"),
        ("半夜12点半", "11-23 00:30"),
        ("今晚大约12点", "11-23 00:00"),
        ("明晚12点", "11-24 00:00"),
        ("11月24日晚上12点", "11-25 00:00"),
        ("今晚0点", "11-23 00:00"),
        ("今晚2点", "11-23 02:00"),
        ("今晚凌晨1点", "11-23 01:00"),
        ("夜里2点", "11-23 02:00"),
        ("tonight 12:00", "11-23 00:00"),
        ("12 am tonight", "11-23 00:00"),
        ("24点", "11-23 00:00"),
        ("今晚9点", "11-22 21:00"),
        ("今晚5点", "11-22 17:00"),
        ("今天晚上11点半", "11-22 23:30"),
        ("今天中午12点", "11-22 12:00"),
        ("今天12点", "11-22 12:00"),
        ("明天中午1点", "11-23 13:00"),
        ("明天中午11点半", "11-23 11:30"),
        ("明天凌晨12点", "11-23 00:00"),
        ("明天下午1点", "11-23 13:00"),
    ],
)
def test_twelve_at_night_is_midnight(text: str, moment: str, now: datetime) -> None:
    assert read(text, now) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [("今晚2点", "11-23 02:00"), ("今晚12点", "11-24 00:00"), ("晚上12点", "11-23 00:00"), ("今晚8点", "11-23 20:00")],
)
def test_after_midnight_the_night_is_not_over(text: str, moment: str) -> None:
    assert read(text, NOW + timedelta(hours=2, minutes=50)) == moment


@pytest.mark.parametrize(
    "text",
    [
        "今天21时05分发布台风橙色预警信号，阵风9-10级",
        "预计阵风8-10级，21时05分发布",
        "1-2小时内有大风，21:05发布",
        "浪高3-4米，21:05",
        "2-3号楼 21:05 前",
        "电话 0755-1234567，21:05 前",
        "还有1-2天，今天21:05",
        "12时内有大风，21:05发布",
    ],
)
def test_other_numbers_are_no_date(text: str) -> None:
    assert read(text) == "11-22 21:05"


@pytest.mark.parametrize(
    "text", ["明晚2点", "11月24日夜里2点", "再过2时", "还有3点", "12-1点之间", "9-10点", "11-31 8点"]
)
def test_what_is_not_clear_is_none(text: str) -> None:
    assert read(text) is None


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


@pytest.mark.parametrize(
    ("now", "text", "moment"),
    [
        ((0, 2), "00:05", "11-21 00:05"),
        ((0, 4), "00:05", "11-22 00:05"),
        ((0, 6), "00:05", "11-22 00:05"),
        ((11, 0), "00:05", "11-22 00:05"),
        ((13, 0), "00:05", "11-22 00:05"),
        ((23, 50), "00:05", "11-22 00:05"),
        ((6, 0), "23:40", "11-21 23:40"),
        ((13, 0), "23:40", "11-21 23:40"),
        ((13, 0), "24点", "11-22 00:00"),
        ((13, 0), "夜里2点", "11-22 02:00"),
        ((1, 0), "夜里2点", "11-21 02:00"),
        ((13, 0), "今天18:00", "11-22 18:00"),
        ((13, 0), "明天8点", "11-23 08:00"),
    ],
)
def test_what_can_only_be_past_is_the_latest_that_was(now: tuple[int, int], text: str, moment: str) -> None:
    found = moment_of(text, datetime(2026, 11, 22, *now, tzinfo=ZONE).astimezone(UTC), ZONE, past=True)
    assert found is not None
    assert found.astimezone(ZONE).strftime("%m-%d %H:%M") == moment, "what names another day is not bent into the past"
