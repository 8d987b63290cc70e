"""Learns templates/weights.tsv from the working half, further messages and the words of the playbooks.

    uv run --with scikit-learn python -m benchmarks.weigh

A linear classifier, each type against all others, over the features of bot/domain/recognise/features.py. The judging
half is never read. Needs scikit-learn, which nothing else here does: it is no dependency.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.domain.playbook import Playbook
from bot.read.playbook import read_playbooks
from bot.read.recogniser import make_recogniser

ROOT = Path(__file__).parents[1]
TEMPLATES, MESSAGES = ROOT / "templates", ROOT / "benchmarks" / "messages"
LEARNT_FROM = ("working.jsonl", "further.jsonl")
_WORD_COUNTS = 0.3
"""A single word of a playbook beside a whole message."""
_BOTH = 6
"""Lines for each two types of which one gives way to the other."""
_HARDNESS = 2.0
_LEAST = 0.12
"""Weights smaller than this are left out: they cost room and change next to nothing."""


def main() -> None:
    """Writes the file and says how large it has become."""
    recogniser = make_recogniser(read_playbooks(TEMPLATES / "playbooks").values(), TEMPLATES, weighed=False)
    texts, types, counts = zip(*examples(), strict=True)
    written = learn([sorted(recogniser.features(text)) for text in texts], types, counts)
    (TEMPLATES / "weights.tsv").write_text(written, encoding="utf-8")
    print(f"{len(texts)} texts, {written.count(chr(10)) - 2} features, {len(written.encode()) // 1024} KiB")


def examples() -> Iterator[tuple[str, str, float]]:
    """Every text with its type and how much it counts."""
    for name in LEARNT_FROM:
        for line in (MESSAGES / name).read_text(encoding="utf-8").splitlines():
            message = json.loads(line)
            yield message["text"], message["type"], 1.0
    playbooks = read_playbooks(TEMPLATES / "playbooks")
    for playbook in playbooks.values():
        for word in playbook.words.any_of:
            yield word, playbook.id, _WORD_COUNTS
        for other in playbook.words.yields_to:
            yield from _of_both(playbooks[other], playbook)


def digest() -> str:
    """Which messages the weights were learnt from; it stands first in the file."""
    read = hashlib.sha256()
    for name in LEARNT_FROM:
        read.update((MESSAGES / name).read_bytes())
    return read.hexdigest()[:12]


def _of_both(first: Playbook, second: Playbook) -> Iterator[tuple[str, str, float]]:
    """Lines that say both of two types, of which the second gives way (playbooks.md §0.3)."""
    for at in range(_BOTH):
        one, other = (words[(at * 7919) % len(words)] for words in (first.words.any_of, second.words.any_of))
        yield (f"{one}，{other}" if at % 2 else f"{other}，{one}"), first.id, _WORD_COUNTS


def learn(texts: Sequence[Sequence[str]], types: Sequence[str], counts: Sequence[float]) -> str:
    """The file: types, what each has before anything is said, and a row for each feature."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectors = TfidfVectorizer(analyzer=list, binary=True, min_df=2)
    model = LinearSVC(C=_HARDNESS, random_state=0)
    model.fit(vectors.fit_transform(texts), types, sample_weight=counts)
    names = [str(name) for name in model.classes_]
    rows = ["\t".join([digest(), *names]), "\t".join(["", *(f"{100 * base:.0f}" for base in model.intercept_)])]
    found = (_row(name, at, vectors=vectors, model=model) for at, name in enumerate(vectors.get_feature_names_out()))
    return "\n".join([*rows, *filter(None, found)]) + "\n"


def _row(name: str, at: int, *, vectors: Any, model: Any) -> str:
    """The feature, how rare it is, and `position:weight` for each type it speaks for or against, all in hundredths."""
    rare = float(vectors.idf_[at])
    heavy = [(position, float(one)) for position, one in enumerate(model.coef_[:, at]) if abs(one) >= _LEAST]
    if not heavy or not name.isprintable():
        return ""
    return "\t".join([name, f"{100 * rare:.0f}", *(f"{position}:{100 * one * rare:.0f}" for position, one in heavy)])


if __name__ == "__main__":
    main()
