"""All teams of a week side by side, worked out by hand."""

from __future__ import annotations

from tests.model.test_model_metrics import ANN, log
from tests.model.world import World, rows


def test_usual_is_the_mean_of_the_weeks_before(world: World) -> None:
    """Ann's 8, 12 and 16 h of 40 in W42 to W44: the usual share at W44 is 20 ÷ 80 = .25, and W42 has none before it."""
    world.person(ANN)
    for number, (monday, hours) in enumerate((("2026-10-12", 8), ("2026-10-19", 12), ("2026-10-26", 16))):
        item = world.item(f"jira:s:{number}", created_at=f"{monday} 00:00")
        for day in range(4):
            log(world, item, f"{monday[:8]}{int(monday[8:]) + day:02} 09:00", hours / 4)
        world.classify(item, "INT.noise", 1.0)
    found = rows(
        world.build(),
        "select week, toil_hours, toil_share, usual_share, budget_state from organisation_weeks "
        "where week <= '2026-W44' order by week",
    )
    assert found == [
        ("2026-W42", 8.0, 0.2, None, "within"),
        ("2026-W43", 12.0, 0.3, 0.2, "within"),
        ("2026-W44", 16.0, 0.4, 0.25, "within"),
    ]
