"""The page in the browser: where its files come from, what they may load, and its words in both languages."""

from __future__ import annotations

import json
import re

import pytest
from yarl import URL

from bot.sandbox.page import FOLDER, KINDS
from tests.sandbox.stage import Stage

LONGEST = 300
READABLE = 4.5
FILES = sorted(path for path in FOLDER.iterdir() if path.is_file())
CODE = "".join(path.read_text(encoding="utf-8") for path in FILES if path.suffix in {".js", ".html"})
KEYS = re.compile(r"\bword\(\s*\"([a-z_]+)\"|data-word(?:-label|-title)?=\"([a-z_]+)\"")
ADDRESS = re.compile(r"(?:https?:|[\"'(])//[^\s\"')]*|https?:[^\s\"']*")
ALLOWED = {"http://www.w3.org/2000/svg"}


def words(language: str) -> dict[str, str]:
    """The words of the page in a language."""
    told: dict[str, str] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return told


async def get(stage: Stage, path: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an address; the path is sent as it is written."""
    async with stage.sandbox.session.get(URL(stage.sandbox.url + path, encoded=True)) as answer:
        return answer.status, dict(answer.headers), await answer.text()


async def test_the_page_and_its_files_are_served_under_strict_rules(stage: Stage) -> None:
    for path, kind in (("/", ".html"), *((f"/page/{file.name}", file.suffix) for file in FILES)):
        status, headers, text = await get(stage, path)
        assert (status, bool(text)) == (200, True), path
        assert headers["Content-Type"] == f"{KINDS[kind]}; charset=utf-8"
        assert headers["Content-Security-Policy"].startswith("default-src 'self'; img-src 'self' data:;")
        assert headers["Content-Security-Policy"].endswith("; form-action 'none'; frame-ancestors 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    ["", "nothing.js", ".", "..", "../sample/roster.toml", "..%2Fcommands.yaml", "%2e%2e/signals.yaml", "/etc/passwd"],
)
async def test_nothing_outside_the_folder_is_served(stage: Stage, name: str) -> None:
    assert (await get(stage, f"/page/{name}"))[0] == 404


async def test_only_what_is_there_is_served(stage: Stage) -> None:
    assert (await get(stage, "/elsewhere"))[0] == 404
    async with stage.sandbox.session.post(f"{stage.sandbox.url}/page/page.css") as answer:
        assert answer.status == 404


def test_every_word_is_there_in_both_languages() -> None:
    chinese, english = words("zh"), words("en")
    assert list(chinese) == list(english)
    assert all(text.strip() for text in (*chinese.values(), *english.values()))
    named = re.compile(r"\{\w+\}")
    assert {key: named.findall(text) for key, text in chinese.items()} == {
        key: named.findall(text) for key, text in english.items()
    }


def test_every_word_is_used_and_no_other() -> None:
    used = {key for keys in KEYS.findall(CODE) for key in keys if key}
    assert used == set(words("zh"))


def test_nothing_is_loaded_from_outside() -> None:
    found = {address for path in FILES for address in ADDRESS.findall(path.read_text(encoding="utf-8"))}
    assert {address for address in found if not address.startswith(r"https:\/\/t\.me\/")} <= ALLOWED


def test_what_people_write_stays_text() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), (
            path
        )
        assert not re.search(r"<[^>]*\s(on\w+|style)=", text), path


def test_everything_can_be_read_in_both_themes() -> None:
    light, dark = palettes()
    assert list(light) == list(dark)
    grounds = {
        "bubble": ("ink", "quiet", "accent", "hue0", "hue1", "hue2", "hue3", "hue4"),
        "own": ("ink", "accent"),
        "wall": ("ink", "quiet", "accent"),
        "ground": ("ink", "quiet"),
        "card": ("ink", "quiet", "accent"),
        "tint": ("ink", "quiet", "accent"),
        "tint-deep": ("accent",),
        "accent": ("on-accent",),
        "dark-card": ("on-dark-card",),
        "mark": ("ink", "quiet", "accent"),
    }
    for theme in (light, dark):
        pairs = [(ink, ground) for ground, inks in grounds.items() for ink in inks]
        faint = {pair for pair in pairs if contrast(theme[pair[0]], theme[pair[1]]) < READABLE}
        assert faint == set()


def test_the_light_is_settled_before_anything_is_drawn() -> None:
    head = (FOLDER / "page.html").read_text(encoding="utf-8").partition("</head>")[0]
    links = re.findall(r"<(?:script|link)[^>]*(?:\.js|\.css)\"[^>]*>", head)
    assert links[0] == '<script src="/page/theme.js">'
    sheets = [path.name for path in FILES if path.suffix == ".css"]
    assert sorted(re.findall(r"(\w+\.css)", head)) == sheets


def palettes() -> list[dict[str, str]]:
    """The colours by name: light and dark."""
    css = (FOLDER / "page.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root[^{]*\{([^}]*)\}", css)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks]


def contrast(one: str, other: str) -> float:
    """The ratio of two colours as WCAG counts it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """How bright a colour is."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_files_hold_one_idea() -> None:
    assert {path.name for path in FILES if path.read_text(encoding="utf-8").count("\n") > LONGEST} == set()
    assert {path.suffix for path in FILES} <= set(KINDS)
    code = [path for path in FILES if path.suffix == ".js"]
    assert [path.name for path in code if not path.read_text(encoding="utf-8").startswith("// ")] == []
