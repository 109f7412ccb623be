from __future__ import annotations

import gc
import sys
import threading

from starlette.applications import Starlette
from starlette.testclient import TestClient

from toil.pages._warm import FIRST_PAGE, LATER, warmed


def test_the_server_imports_what_pages_need_and_leaves_it_alone() -> None:
    """It answers at once; when it is warm, the garbage collector no longer looks through what was imported."""
    gc.unfreeze()
    FIRST_PAGE.set()
    try:
        with TestClient(Starlette(lifespan=warmed)) as client:
            assert client.get("/").status_code == 404
            for thread in threading.enumerate():
                if thread.name == "warm-up":
                    thread.join()
        assert {"toil.pages._app", "toil.charts.control_chart", *LATER} <= set(sys.modules)
        assert gc.get_freeze_count() > 100_000
    finally:
        gc.unfreeze()


def test_the_app_is_warmed() -> None:
    """What Streamlit's server imports as `app` begins with it."""
    from app import app

    assert app._user_lifespan is warmed
