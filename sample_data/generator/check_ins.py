"""What the team answered in the weekly check-in: the week's true toil as people see it, and work without a ticket."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sample_data.generator.work import dice
from sample_data.generator.world import World

ANSWERS = (2, 5, 4, 5, 4)  # of the last weeks; two are too few to be shown
TOLD = ("INC.known", "MNT.patch", "REQ.data")


def check_ins(world: World) -> list[dict[str, Any]]:
    """The events; shares come in steps of 5 %, as the app's sliders have them."""
    rng = dice(world.seed, "check-ins")
    found = []
    for ago, answers in zip(range(len(ANSWERS) - 1, -1, -1), ANSWERS, strict=True):
        monday = world.horizon.first_day + timedelta(weeks=world.horizon.weeks - 1 - ago)
        week = f"{monday:%G-W%V}"
        for minute in range(answers):
            toil = rng.choice((30, 35, 40, 40, 45, 50))
            split = (rng.choice((0, 5, 10)), rng.choice((5, 5, 10)), rng.choice((5, 10, 10)))
            body = {
                "team": "sre",
                "week": week,
                "toil_share": toil / 100,
                "without_ticket": rng.choice((10, 15, 20, 25, 30)) / 100,
                "categories": [{"category": one, "share": part / 100} for one, part in zip(TOLD, split, strict=True)],
            }
            author = f"check-in:{rng.getrandbits(80):020x}"
            at = f"{monday + timedelta(days=4):%Y-%m-%d}T07:{10 + 5 * minute}:00Z"
            found.append(
                {"written_at": at, "author": author, "kind": "check_in", "subject": f"sre/{week}", "body": body}
            )
    return found
