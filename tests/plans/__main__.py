"""`make plans`: what covers each requirement of the company's documents, and 1 when something must not stay so."""

from __future__ import annotations

import sys

from tests.plans.claim import all_claims
from tests.plans.overview import Overview
from tests.plans.requirement import read_finished, read_requirements


def main() -> int:
    """Prints it all."""
    overview = Overview(requirements=read_requirements(), claims=all_claims(), finished=read_finished())
    for line in overview.lines():
        print(line)
    return 0 if overview.fine else 1


if __name__ == "__main__":
    sys.exit(main())
