"""Finding the pages: every file of a folder that does not begin with `_`; their PAGE is read, not executed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from toil.errors import ToilError

PAGES_FOLDER = Path(__file__).resolve().parent
_SHAPE = 'PAGE = {"order": 10, "icon": "📄", "title": {"en": "…", "ja": "…"}, "path": "name"}'


@dataclass(frozen=True)
class PageFile:
    """A page as its file declares it; `words` are those that it brings itself, by language."""

    file: Path
    order: int
    icon: str
    title: Mapping[str, str]
    path: str
    words: Mapping[str, Mapping[str, str]]


def find_pages(folder: Path = PAGES_FOLDER) -> list[PageFile]:
    """The pages of a folder in their order; raises ToilError for a page whose PAGE is missing or incomplete.

    Looked for anew where a file came or went: what a page declares is kept as Streamlit keeps its code.
    """
    return list(_found(folder, folder.stat().st_mtime_ns))


@lru_cache(maxsize=4)
def _found(folder: Path, _changed_at: int) -> tuple[PageFile, ...]:
    files = sorted(file for file in folder.glob("*.py") if not file.name.startswith("_"))
    pages = sorted((_declared(file) for file in files), key=lambda page: (page.order, page.path))
    paths = [page.path for page in pages]
    if twice := sorted({path for path in paths if paths.count(path) > 1}):
        raise ToilError(f"two pages share a path: {', '.join(twice)}", where=str(folder))
    return tuple(pages)


def _declared(file: Path) -> PageFile:
    literals = _literals(file)
    page: Any = literals.get("PAGE")
    try:
        return PageFile(
            file=file,
            order=int(page["order"]),
            icon=str(page["icon"]),
            title={str(language): str(title) for language, title in page["title"].items()},
            path=str(page["path"]),
            words=literals.get("WORDS", {}),
        )
    except (TypeError, KeyError, AttributeError, ValueError):
        raise ToilError("a page does not declare itself", where=str(file), do=f"add {_SHAPE}") from None


def _literals(file: Path) -> Mapping[str, Any]:
    """The module's `PAGE` and `WORDS`, evaluated as literals."""
    found: dict[str, Any] = {}
    for node in ast.parse(file.read_text("utf-8"), str(file)).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in ("PAGE", "WORDS"):
                try:
                    found[name] = ast.literal_eval(node.value)
                except ValueError:
                    raise ToilError(f"{name} of a page must be a literal", where=f"{file}:{node.lineno}") from None
    return found
