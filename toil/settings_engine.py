"""The table of toil.toml about more than one machine; without it everything is in files beside each other."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toil.settings_time import Section


class EngineSettings(Section):
    """What is kept or computed beyond this machine; docs/scale.md says from which size on that pays."""

    journal: Literal["sqlite", "postgresql"] = Field(
        "sqlite", description="Where the journal is: sqlite (a file), or postgresql, at TOIL_JOURNAL_URL."
    )
    lake: str = Field(
        "", description="Where builds are shared: s3://BUCKET/PREFIX, or a folder; empty: nowhere. docs/scale.md."
    )
    compute: Literal["duckdb", "spark"] = Field(
        "duckdb", description="Who computes relations that are SQL: duckdb (this machine), or a Spark. docs/scale.md."
    )
    compute_rest: Literal["refuse", "here"] = Field(
        "refuse",
        description="With a Spark, relations that it would not compute exactly: refuse (there is no build), or here.",
    )
    spark_master: str = Field(
        "", description="Spark's address, such as local[2] or spark://HOST:7077; empty: as its environment says."
    )
    spark_folder: str = Field(
        "", description="A folder that Spark's machines see too, for tables on their way; empty: the store's."
    )
