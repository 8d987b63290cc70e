"""The numbers of the people and groups of the demo."""

from __future__ import annotations

from bot.sandbox.wecom_phone import FIRST_NUMBER

STAFF, RESIDENTS, COMMAND = -1001, -1002, -1003
WANG, LI, CHEN, ZHOU, ZHAO, ZHU, LUO, SUN = range(1001, 1009)
HE = FIRST_NUMBER
"""何军 has WeCom: his conversation there is the first."""
WU, ZHENG, LIN = 2001, 2002, 2003
