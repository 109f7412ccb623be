from __future__ import annotations

import pytest

from tests.store.journal_places import KINDS_OF_PLACE, NewPlace, empty_postgresql
from toil.store.journal_place import place_at


@pytest.fixture(params=KINDS_OF_PLACE)
def new_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewPlace:
    """Makes an empty journal at each call: the same promises hold wherever it is."""
    if request.param == "postgresql":
        return empty_postgresql
    return lambda: place_at(tmp_path_factory.mktemp("journal"))
