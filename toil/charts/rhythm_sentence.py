"""When recurring work comes, in a sentence or four: how often, on which days, in which direction, in which storms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.locales.numbers import count, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toil.locales import Words

WITHOUT_RHYTHM = ("random", "unknown")


def rhythm_sentence(row: Mapping[str, Any], words: Words) -> str:
    """The rhythm of a row of `recurrences`; says nothing of a season, a trend or a burst that there is not."""
    cadence = "none" if row["cadence"] in WITHOUT_RHYTHM else row["cadence"]
    told = [words("rhythm.rate", rate=f"{row['per_week']:.1f}", low=f"{row['per_week_low']:.1f}",
                  high=f"{row['per_week_high']:.1f}", cadence=words(f"evidence_cadence.{cadence}"))]  # fmt: skip
    if row["season"] != "none":
        told.append(words("rhythm.season", season=words(f"season.{row['season']}"), share=percent(row["season_share"])))
    if row["trend_direction"] in ("rising", "falling"):
        told.append(words(f"rhythm.{row['trend_direction']}", share=percent(abs(row["trend"] - 1))))
    if row["burst_count"]:
        told.append(words("rhythm.bursts", number=count(row["burst_count"]), pieces=count(row["last_burst_size"]),
                          day=f"{row['last_burst_on']:%Y-%m-%d}"))  # fmt: skip
    return words("rhythm.between").join(told)
