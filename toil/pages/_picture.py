"""A picture on a page: its sentence, the chart, and its description for those who do not see it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

import altair as alt
import pyarrow as pa
import streamlit as st

from toil.charts.picture import Picture
from toil.locales import Words
from toil.pages._plain import plain

PADDING = {"left": 0, "right": 10, "top": 5, "bottom": 5}
"""Pixels around a chart."""


@dataclass(frozen=True)
class _Drawn:
    """A picture as Vega-Lite and words; `datasets` of the specification are Arrow streams."""

    specification: dict[str, Any]
    title: str
    description: str
    legend: str


def show_picture(
    draw: Callable[..., Picture], *of: Any, key: str = "", on_pick: Callable[[], None] | None = None, **named: Any
) -> None:
    """What `draw` makes of its arguments; the sentence stands above the chart as text, where it wraps and can be
    copied, and empty axes are not drawn.

    `on_pick` is called when the reader picks a mark; the selection then stands in the session state under `key`.
    """
    drawn = _drawn(f"{draw.__module__}.{draw.__qualname__}", of, named, draw)
    st.markdown(f"**{plain(drawn.title)}**")
    if not drawn.specification:
        return
    st.vega_lite_chart(spec=drawn.specification, width="stretch", alt=drawn.description, key=key or None,
                       on_select=on_pick or "ignore")  # fmt: skip
    if drawn.legend:
        st.text(drawn.legend)


# To make a picture takes Altair up to a tenth of a second, far longer than to tell whether its arguments are the same.
@st.cache_data(max_entries=512, show_spinner=False,
               hash_funcs={Words: lambda words: (words.language, dict(words.extra))})  # fmt: skip
def _drawn(name: str, of: tuple[Any, ...], named: dict[str, Any], _draw: Callable[..., Picture]) -> _Drawn:
    picture = _draw(*of, **named)
    specification = _specification(picture) if picture.has_marks else {}
    return _Drawn(specification, picture.title, picture.description, picture.legend)


def _specification(picture: Picture) -> dict[str, Any]:
    datasets: dict[str, bytes] = {}
    with _ALTAIR, alt.theme.enable("none"), alt.data_transformers.enable(_BY_NAME, datasets=datasets):
        made = picture.chart.to_dict(validate=False)  # tests hold our pictures to the schema
    config = made.get("config", {})
    # Vega calls every layer a symbol and leaves some without a name (axe: svg-img-alt); `alt` tells of all of them.
    mark = {**config.get("mark", {}), "aria": False}
    # Streamlit draws the outermost labels inwards, where they meet their neighbours; outwards they want some room.
    axis = {**config.get("axis", {}), "labelFlush": False}
    return {**made, "config": {**config, "mark": mark, "axis": axis}, "padding": PADDING, "datasets": datasets}


def _by_name(data: Any, *, datasets: dict[str, bytes]) -> dict[str, str]:
    """Puts a chart's rows aside under a name, as Streamlit takes them; Altair's own JSON would lose their types."""
    table = pa.Table.from_pandas(data)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    rows = sink.getvalue().to_pybytes()
    name = hashlib.sha256(rows).hexdigest()
    datasets[name] = rows
    return {"name": name}


_BY_NAME = "toil"
_ALTAIR = Lock()  # themes and transformers are switched for the whole process
alt.data_transformers.register(_BY_NAME, _by_name)
