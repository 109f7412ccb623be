"""Links: which items are the same work, as far as people have a say: what they link, and what they keep apart."""

from __future__ import annotations

from toil.links.apart import link_cuts
from toil.relations import PythonRelation

RELATIONS: tuple[PythonRelation, ...] = (
    PythonRelation(
        name="link_cuts", grain=("item_id", "linked_item_id"),
        not_null=("apart_item_id", "apart_linked_item_id", "apart_event_id"),
        meaning="A candidate link that does not count, because it would bring together two items kept apart.",
        columns={"item_id": "varchar", "linked_item_id": "varchar", "apart_item_id": "varchar",
                 "apart_linked_item_id": "varchar", "apart_event_id": "bigint"},
        reads=frozenset({"link_disputes", "said_links"}), compute=link_cuts,
    ),
)  # fmt: skip
