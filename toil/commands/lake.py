"""`toil lake`: share builds between machines through a folder or a bucket."""

from __future__ import annotations

import typer

from toil.commands.register import command, new_app
from toil.commands.session import Session


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("Share builds between machines: a folder, or a bucket of S3 (setting `engine.lake`).")
    command(group)(push)
    command(group)(pull)
    app.add_typer(group, name="lake")


def push(session: Session) -> None:
    """Put this store's newest build into the lake, unless it holds a build of later data; `toil run` does so itself."""
    from toil.lake.exchange import push as pushed
    from toil.lake.place import lake_place

    store = session.settings.store
    done = pushed(store.folder, lake := lake_place(session.settings), keep=store.keep_builds)
    if session.json:
        session.emit({"lake": lake.name, "pushed": vars(done) if done else None})
    session.say(f"pushed: build {done.build_id} as of {done.as_of} to {lake.name}" if done
                else f"this build is the newest of {lake.name} already")  # fmt: skip


def pull(session: Session) -> None:
    """Make the lake's newest build this store's: what machines that only show run every few minutes."""
    from toil.lake.exchange import pull as pulled
    from toil.lake.place import lake_place

    store = session.settings.store
    done = pulled(store.folder, lake := lake_place(session.settings), keep=store.keep_builds)
    if session.json:
        session.emit({"lake": lake.name, "pulled": vars(done) if done else None})
    session.say(f"pulled: build {done.build_id} as of {done.as_of} from {lake.name}" if done
                else f"the newest build of {lake.name} is here already")  # fmt: skip
