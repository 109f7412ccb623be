"""One value of a frame, made fit for a file that people open: plain, no formula, no control characters."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote, urlsplit

from toil.plain_text import without_directions

Cell = str | int | float | bool | None

_FORMULA = re.compile(r"['\s\ufeff\u200b]*[=+\-@＝＋－＠]")
_STARTS = ("\t", "\r", "\0")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MARKDOWN = re.compile(r"([\\`*\[\]<>|~&])|(?<![^\W_])(_)|(_)(?![^\W_])")
_LINE_BREAKS = re.compile(r"\s*[\r\n\v\f\u0085\u2028\u2029]+\s*")


def plain(value: Any) -> Cell:
    """A value as text, number, truth or nothing: NaN and NaT become None, times ISO text, lists JSON."""
    if value is None or isinstance(value, str | bool):
        return value
    if hasattr(value, "tolist"):  # numpy's scalars and arrays
        value = value.tolist()
    if isinstance(value, int | bool | str) or value is None:
        return value
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, Mapping | list | tuple | set):
        return json.dumps(json_ready(value), ensure_ascii=False, sort_keys=True)
    if str(value) in ("NaT", "<NA>"):
        return None
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def readable(text: str) -> str:
    """The text without the control characters and lone surrogates that no spreadsheet opens, nor turns of direction."""
    return without_directions(_CONTROLS.sub("", text.encode("utf-8", "replace").decode("utf-8")))


def one_line(text: str) -> str:
    """The readable text on one line."""
    return " ".join(readable(text).split())


def is_web(url: Any) -> bool:
    """Whether this is an address that people may be led to: http and https; never javascript:, data: or file:."""
    try:
        return isinstance(url, str) and urlsplit(url.strip()).scheme in ("http", "https")
    except ValueError:  # http://[
        return False


def web_address(url: Any) -> str:
    """A web address as links take it, with nothing in it that ends one early; empty where it is none."""
    return quote(url.strip(), safe=":/?#@!$&'()+,;=%-._~") if is_web(url) else ""


def formula_safe(text: str) -> str:
    """The text so that no spreadsheet runs it: a leading ' where it could begin a formula.

    Source: OWASP ASVS 1.2.10 (`=`, `+`, `-`, `@`, tab, carriage return, NUL), and their full-width forms,
    which Japanese input methods write for the same. `unescaped` gives every text back as it was.
    """
    return f"'{text}" if _dangerous(text) else text


def unescaped(text: str) -> str:
    """What `formula_safe` was given."""
    return text[1:] if text.startswith("'") and _dangerous(text[1:]) else text


def markdown_safe(text: str) -> str:
    """The text on one line, with everything escaped that Markdown or HTML in Markdown would act on."""
    line = _LINE_BREAKS.sub(" ", readable(text)).strip()
    line = _MARKDOWN.sub(lambda match: f"\\{match[0]}", line)
    return re.sub(r"^(#|[-+](?=\s)|=)", r"\\\1", line)


def xml_safe(text: str) -> str:
    """The text on one line for an XML document; U+FFFE and U+FFFF are none of its characters.

    Source: https://www.w3.org/TR/xml/#charsets.
    """
    return escape(one_line(text).replace("\ufffe", "").replace("\uffff", ""))


def as_text(value: Any) -> str:
    """A value as one readable text; nothing is the empty text, whole numbers have no point."""
    cell = plain(value)
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".")
    return readable(str(cell))


def json_ready(value: Any) -> Any:
    """A value, list or mapping as JSON carries it: plain values inside, keys as text."""
    if isinstance(value, Mapping):
        return {str(key): json_ready(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [json_ready(inner) for inner in value]
    return plain(value)


def _dangerous(text: str) -> bool:
    return bool(_FORMULA.match(text)) or text.lstrip("'").startswith(_STARTS)
