"""The line finder points at the right line whatever order, quoting or comments a file has."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from bot.read.document import Trail
from bot.read.toml_lines import find_lines

TRICKY = '''\
# [not.a.table]
title = "a = 1 # no comment" # [x]
"quoted key" = 1
'literal.key' = 2
a.b . "c" = 3
text = """
[fake]
fake = "1" \\
""" # end
raw = \'\'\'
[[fake]]
it\'\'s = 1\'\'\'\'\'
list = [ # first
  1, [2,
  3], { x = 1, y = [
    5,
  ] },
]
when = 1979-05-27 07:32:00 # [no]
[ person . "x y" ]   # [[no]]
z = {a = {b = 1}, "c" = "}"}

[[chat]]
id = 1
  [[chat.room]]
  id = 2
  [chat.room.door]
  open = true
  [[chat.room]]
  id = 3
[[chat]]
id = 4
[[chat.room]]
id = 5
'''


def test_strings_comments_lists_and_inline_tables_do_not_fool_it() -> None:
    tomllib.loads(TRICKY)
    lines = find_lines(TRICKY)
    expected: dict[Trail, int] = {
        ("title",): 2,
        ("quoted key",): 3,
        ("literal.key",): 4,
        ("a", "b", "c"): 5,
        ("text",): 6,
        ("raw",): 10,
        ("list",): 13,
        ("list", 0): 14,
        ("list", 1): 14,
        ("list", 1, 1): 15,
        ("list", 2, "x"): 15,
        ("list", 2, "y", 0): 16,
        ("when",): 19,
        ("person", "x y"): 20,
        ("person", "x y", "z", "a", "b"): 21,
        ("person", "x y", "z", "c"): 21,
        ("chat", 0): 23,
        ("chat", 0, "id"): 24,
        ("chat", 0, "room", 0, "id"): 26,
        ("chat", 0, "room", 0, "door", "open"): 28,
        ("chat", 0, "room", 1, "id"): 30,
        ("chat", 1, "id"): 32,
        ("chat", 1, "room", 0): 33,
        ("chat", 1, "room", 0, "id"): 34,
    }
    assert {trail: lines.get(trail) for trail in expected} == expected
    assert not any("fake" in trail for trail in lines)


NAMES = st.sampled_from(["id", "name", "x-1", "名", "a b", "to.from"])
VALUES = st.sampled_from(
    ["1", '"]"', '"""\n[a]\nid = 1\n"""', "'''\n'x' = [\n'''", "[\n  1, # ]\n  2,\n]", "{ id = 1, name = '=' }", "true"]
)
GAPS = st.sampled_from(["", "\n", "# id = 1\n", '\n\t\n# [[a]] """\n'])
TABLES = st.lists(
    st.tuples(st.booleans(), GAPS, st.lists(st.tuples(GAPS, NAMES, VALUES), unique_by=lambda row: row[1], max_size=4)),
    max_size=6,
)


@given(TABLES)
def test_any_order_of_tables_and_keys_points_at_the_line_it_was_written_on(
    tables: list[tuple[bool, str, list[tuple[str, str, str]]]],
) -> None:
    text, expected = "", dict[Trail, int]()
    repeats = 0
    for number, (repeated, gap, keys) in enumerate(tables):
        text += gap
        trail: Trail = ("row", repeats) if repeated else (f"table{number}",)
        repeats += repeated
        expected[trail] = text.count("\n") + 1
        text += f"[[ row ]] # {number}\n" if repeated else f"[table{number}]\n"
        for key_gap, name, value in keys:
            text += key_gap
            expected[(*trail, name)] = text.count("\n") + 1
            text += f'  "{name}" = {value} # {name}\n'
    tomllib.loads(text)
    lines = find_lines(text)
    assert {trail: lines[trail] for trail in expected} == expected


@given(st.recursive(st.integers(), lambda below: st.lists(below, max_size=3), max_leaves=8))
def test_every_value_of_a_list_has_a_line(value: object) -> None:
    text = f"key = {value}\n".replace(",", ",\n")
    lines = find_lines(text)
    data = tomllib.loads(text)
    assert set(_trails(data, ())) <= set(lines)
    assert max(lines.values()) <= text.count("\n")


def _trails(value: object, trail: Trail) -> list[Trail]:
    if isinstance(value, dict):
        return [found for key, below in value.items() for found in [(*trail, key), *_trails(below, (*trail, key))]]
    if isinstance(value, list):
        return [found for at, below in enumerate(value) for found in [(*trail, at), *_trails(below, (*trail, at))]]
    return []
