"""Pictures of the documents tell in words what they show, load nothing, and are readable in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.rules.source import ROOT
from tests.rules.test_docs import DOCUMENTS

DRAWINGS = sorted((ROOT / "docs" / "pictures").glob("*.svg"))
_PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<link>[^)\s]+)\)")
_SIZED = re.compile(r'<img src="(?P<link>[^"]+)" width="\d+" alt="(?P<words>[^"]+)">')
_OUTSIDE = re.compile(r"(?:href|src)\s*=|@import|@font-face|url\((?!#)|<script|<foreignObject")
_LEAST_WORDS, _MOST_BYTES = 20, 400_000


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_picture_is_told_in_words_and_small(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    pictures = [*_PICTURE.finditer(text), *_SIZED.finditer(text)]
    assert len(pictures) == text.count("![") + text.count("<img")
    for words, link in (picture.group("words", "link") for picture in pictures):
        assert len(words) >= _LEAST_WORDS, f"{document.name}: {link}"
        assert (document.parent / link).stat().st_size <= _MOST_BYTES, link


def test_every_use_page_has_its_picture() -> None:
    for page in (ROOT / "docs" / "use").glob("*.md"):
        assert f"../pictures/{page.stem}.png" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.name)
def test_a_drawing_loads_nothing_and_has_two_themes(drawing: Path) -> None:
    text = drawing.read_text(encoding="utf-8")
    tree = ElementTree.fromstring(text)
    assert tree.find("{http://www.w3.org/2000/svg}title") is not None
    assert _OUTSIDE.findall(text) == []
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
    light, dark = re.findall(r"svg \{([^}]*)\}", text)
    assert "prefers-color-scheme: dark" in text
    assert set(re.findall(r"--[\w]+(?=:)", light)) == set(re.findall(r"--[\w]+(?=:)", dark))


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.name)
def test_a_drawing_names_files_that_exist(drawing: Path) -> None:
    named = re.findall(r">((?:bot|handlers)/[\w./]*)<", drawing.read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
