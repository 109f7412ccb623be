"""The table of toil.toml about more than one machine; without it everything is in files beside each other."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toil.settings_time import Section


class EngineSettings(Section):
    """Where what several machines share is kept; docs/scale.md says from which size on that pays."""

    journal: Literal["sqlite", "postgresql"] = Field(
        "sqlite", description="Where the journal is: sqlite (a file), or postgresql, at TOIL_JOURNAL_URL."
    )
    lake: str = Field(
        "", description="Where builds are shared: s3://BUCKET/PREFIX, or a folder; empty: nowhere. docs/scale.md."
    )
