"""`toil spark`: let a Spark compute relations, where it gives exactly what DuckDB gives."""

from __future__ import annotations

from typing import Annotated

import typer

from toil.commands.register import command, new_app
from toil.commands.session import Session


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("Let a Spark compute relations from the same SQL files, where that is exact.")
    command(group, "list")(list_relations)
    command(group)(compute)
    app.add_typer(group, name="spark")


def list_relations(session: Session) -> None:
    """Which relations Spark computes, and why not the others."""
    from toil.spark.run import standings

    found = standings()
    if session.json:
        session.emit(
            {"relations": [{"relation": name, "is_exact": not why, "why_not": why} for name, why in found.items()]}
        )
    else:
        for name, why in found.items():
            session.line(f"{name}\t{why or 'exact'}")


def compute(
    session: Session,
    relations: Annotated[list[str], typer.Argument(help="Relations, as `toil spark list` names them.")],
    source: Annotated[str, typer.Option("--from", help="A build's folder in the lake, as this Spark reaches it.")],
    target: Annotated[str, typer.Option("--to", help="Where a folder of Parquet files is made for each relation.")],
    master: Annotated[str, typer.Option("--master", help="Spark's address, e.g. local[2]; empty: as submitted.")] = "",
) -> None:
    """Compute relations over the Parquet files of a build; each first has to give DuckDB's answer on a part of them.

    Doubles are as computed; a build rounds them to six digits.
    """
    from toil.spark.run import compute as computed
    from toil.spark.run import start_spark

    spark = start_spark(master)
    rows = {}
    for name, frame in computed(spark, source, relations).items():
        frame.write.mode("errorifexists").parquet(f"{target.rstrip('/')}/{name}")
        rows[name] = spark.read.parquet(f"{target.rstrip('/')}/{name}").count()
    if session.json:
        session.emit({"to": target, "rows": rows})
    session.say("; ".join(f"{name}: {count:,} rows" for name, count in rows.items()) + f" → {target}")
