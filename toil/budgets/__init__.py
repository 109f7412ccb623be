"""Budgets: what files say about services and drivers, how toil grows with them, and when it outgrows its budget."""

from __future__ import annotations

from toil.budgets.drivers import DRIVERS_RELATION
from toil.budgets.forecast import FORECAST_RELATION, FORECAST_WEEKS_RELATION
from toil.budgets.growth import GROWTH_RELATION
from toil.budgets.sli import SLI_RELATION

RELATIONS = (SLI_RELATION, DRIVERS_RELATION, GROWTH_RELATION, FORECAST_RELATION, FORECAST_WEEKS_RELATION)
