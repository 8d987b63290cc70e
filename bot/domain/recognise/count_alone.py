"""Lines that say how many people and nothing else: 里面2个人, two people inside; not 我叫了3个人."""

from __future__ import annotations

import re

_LONGEST = 60
"""Signs of a line that says how many and nothing else."""
_COUNT = re.compile(
    r"(?:[里内]面|里头|现在|目前|一共|总共|大概|大约|差不多|可能|好像|估计|还有|困了|被困|关了|是|有|共|就|得有|\s)*"
    r"[\d一二两三四五六七八九十几俩仨]+\s*[个名位口]?\s*(?:大人|小孩|孩子|老人|人)?"
    r"(?:被困|受伤|在?[里内]面|左右|的样子|吧|呢|了|[。.!！,，\s])*"
    r"|(?:there are |there's |about |maybe |at least )?(?:\d+|one|two|three|four|five|six)"
    r"(?: (?:people|persons?|men|women|kids|children|residents?|of them))?(?: (?:inside|trapped|hurt|injured))?[.! ]*",
    re.IGNORECASE,
)


def only_count(text: str) -> bool:
    """Whether a line gives a number of people and nothing else."""
    return len(text) <= _LONGEST and bool(_COUNT.fullmatch(text.strip()))
