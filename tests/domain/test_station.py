"""Station and time of a pasted weather text, and nothing it does not say."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.station import issued_of, station_of

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 21, 40, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "station"),
    [
        ("深圳市气象台16时30分发布台风橙色预警信号", "深圳市气象台"),
        ("今天下午深圳市气象台发布", "深圳市气象台"),
        ("日照市气象台16时30分发布", "日照市气象台"),
        ("今日日照市气象台发布", "日照市气象台"),
        ("11月22日日照市气象台发布", "日照市气象台"),
        ("11月22日16时30分分宜县气象台发布", "分宜县气象台"),
        ("16时30分宜县气象台发布", "宜县气象台"),
        ("分宜县气象台发布", "分宜县气象台"),
        ("16时日喀则市气象局发布", "日喀则市气象局"),
        ("据深圳市气象台", "深圳市气象台"),
        ("16时由时家镇气象台发布", "时家镇气象台"),
        ("最新消息，点军区气象台发布", "点军区气象台"),
        ("合肥经济技术开发区气象局发布", "合肥经济技术开发区气象局"),
        ("今天下午最新消息根据广东省气象台发布", "广东省气象台"),
        ("中央气象台18时发布", "中央气象台"),
        ("香港天文台发出八号信号", "香港天文台"),
        ("Shenzhen Meteorological Observatory issued a blue signal", "Shenzhen Meteorological Observatory"),
        ("据气象台消息", ""),
        ("今天气象台发布", ""),
        ("台风要来了", ""),
    ],
)
def test_the_station_has_its_whole_name(text: str, station: str) -> None:
    assert station_of(text) == station


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("深圳市气象台今天20时05分发布台风橙色预警信号，阵风9-10级", "11-22 20:05"),
        ("深圳市气象台11月22日16时30分发布台风预警，预计23日8时登陆", "11-22 16:30"),
        ("深圳市气象台今天8时30分发布台风预警：今晚到明天有大风", "11-22 08:30"),
        ("深圳市气象台发布台风预警：今晚8点前后有大风", None),
        ("深圳市气象台11月20日16时30分发布台风预警", None),
        ("深圳市气象台22时发布台风预警", None),
        ("Issued by Shenzhen Weather Station at 20:05", "11-22 20:05"),
        ("深圳市气象台台风黄色预警信号，20:05", "11-22 20:05"),
    ],
)
def test_when_it_was_issued(text: str, moment: str | None) -> None:
    found = issued_of(text, NOW, ZONE)
    assert (found.astimezone(ZONE).strftime("%m-%d %H:%M") if found else None) == moment
