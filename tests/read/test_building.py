"""People write a building in many ways and mean one number."""

from __future__ import annotations

import pytest

from bot.read.building import building_number


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("3号楼", "3"),
        ("3栋", "3"),
        ("三栋", "3"),
        ("3幢", "3"),
        ("3座", "3"),
        ("3#", "3"),
        ("3#楼", "3"),
        ("３号楼", "3"),
        ("03号楼", "3"),
        ("第3栋", "3"),
        ("十二号楼", "12"),
        ("二十一栋", "21"),
        ("一百零三号楼", "103"),
        ("一二栋", "12"),
        ("B座", "B"),
        ("b座", "B"),
        ("A3栋", "A3"),
        ("Tower 3", "3"),
        ("Block B", "B"),
        ("building 12", "12"),
        ("bldg 3", "3"),
        ("7", "7"),
        ("会所", "会所"),
        ("百合苑", "百合苑"),
        ("Clubhouse", "Clubhouse"),
    ],
)
def test_a_name_means_a_number(name: str, number: str) -> None:
    assert building_number(name) == number
