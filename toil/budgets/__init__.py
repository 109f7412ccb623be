"""Budgets: what files say about services and drivers, and how toil grows with them."""

from __future__ import annotations

from toil.budgets.sli import SLI_RELATION

RELATIONS = (SLI_RELATION,)
