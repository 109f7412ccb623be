"""Text that came from outside, shown as it is written: never as HTML, Markdown, a formula or an icon."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from toil.exports.cells import is_web
from toil.plain_text import without_directions

_PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./;<=>?@\[\\\]^_`{|}~])")
_DIRECTIVE = re.compile(r":(?=\S)")
_WORD_JOINER = "\u2060"


def plain(text: Any) -> str:
    """The text for a place where Streamlit reads Markdown, so that it shows literally, on one line.

    Streamlit replaces `:material/x:` and `:smile:` after Markdown was read, so escaping a colon does not help; an
    invisible word joiner after it does. Where a widget takes text without Markdown, use that instead.
    """
    one_line = without_directions(" ".join(str(text).split()))
    return _PUNCTUATION.sub(r"\\\1", _DIRECTIVE.sub(f":{_WORD_JOINER}", one_line))


def web_links(urls: pd.Series) -> pd.Series:
    """The addresses that a reader may click: http and https; others (javascript:, data:, file:) become None."""
    return urls.map(lambda url: url if is_web(url) else None).astype(object)
