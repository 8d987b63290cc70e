"""The numbers of the people and groups of the demo."""

from __future__ import annotations

STAFF, RESIDENTS, COMMAND = -1001, -1002, -1003
WANG, LI, CHEN, ZHOU, ZHAO, ZHU, LUO, SUN, HE = range(1001, 1010)
WU, ZHENG, LIN = 2001, 2002, 2003
