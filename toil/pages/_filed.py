"""What was filed in the backlog and is done there: registering it is one step away."""

from __future__ import annotations

import streamlit as st

from toil.pages._frame import Frame
from toil.pages._links import show_link
from toil.pages._rows import records


def show_resolved(here: Frame) -> None:
    """A link to the form for each filed candidate whose issue the build knows as done and nobody has registered."""
    registered = {str(event.body.get("recurrence_id")) for event in here.journal.events(kind="automation")}
    filed = {
        f"jira:{event.body.get('site')}:{event.body['issue_id']}": event.subject
        for event in here.journal.events(kind="push")
        if event.body.get("issue_id") and event.subject not in registered
    }
    done = records(here.reader.read("work_items", item_id=list(filed), status="done")) if filed else []
    if not done:
        return
    with st.container(border=True):
        for row in sorted(done, key=lambda one: str(one["item_id"])):
            label = here.words("push.register", key=row["item_key"], name=row["title"])
            show_link(here, "impact", label, work=filed[str(row["item_id"])])
