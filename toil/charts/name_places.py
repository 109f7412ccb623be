"""Where the names of points stand, so that neighbours can be read: Vega itself lets them lie on each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""
Point = tuple[float, float]

_LETTER, _WIDE_LETTER = 6.0, 11.0
"""Pixels of a character at Streamlit's size of a label; East Asian ones take two."""
_HEIGHT, _DOT, _LEADER = 13.0, 6.0, 14.0


def name_places(
    points: Sequence[Point], names: Sequence[str], width: float, height: float, *, keep_free: Sequence[Box] = ()
) -> list[Point]:
    """The middle of each point's name in a picture of `width` × `height` pixels, as near to the point as is free.

    Points, places and what they `keep_free` are in pixels from the upper left corner. A name that finds no free place
    stands above its point.
    """
    taken = [*keep_free, *(_box(x, y, 2 * _DOT, 2 * _DOT) for x, y in points)]
    places: list[Point] = []
    for (x, y), name in zip(points, names, strict=True):
        wide = name_width(name)
        boxes = ((place, _box(*place, wide, _HEIGHT)) for place in _nearby(x, y, wide))
        free = (
            place
            for place, box in boxes
            if _within(box, width, height) and not any(_meet(box, other) for other in taken)
        )
        places.append(next(free, (x, y - _DOT - _HEIGHT / 2)))
        taken.append(_box(*places[-1], wide, _HEIGHT))
    return places


def lead(point: Point, place: Point, name: str) -> Point:
    """Where a line from the point reaches its name's edge."""
    left, top, right, bottom = _box(*place, name_width(name) + 4, _HEIGHT)
    return min(max(point[0], left), right), min(max(point[1], top), bottom)


def name_width(name: str) -> float:
    """Pixels that a name takes in a row."""
    return sum(_LETTER if character < "\u2e80" else _WIDE_LETTER for character in name)


def _nearby(x: float, y: float, wide: float) -> Iterator[Point]:
    """Above and below, beside, then the same further and further away."""
    for step in range(8):
        away = _DOT + _HEIGHT / 2 + step * _HEIGHT
        aside = _DOT + 2 + wide / 2 + (_LEADER if step else 0)
        yield from ((x, y - away), (x, y + away))
        yield from ((x + aside, y - step * _HEIGHT), (x - aside, y - step * _HEIGHT))
        yield from ((x + aside, y + step * _HEIGHT), (x - aside, y + step * _HEIGHT))


def _box(x: float, y: float, wide: float, high: float) -> Box:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _within(box: Box, width: float, height: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
