"""Names beside the points of a picture: readable, however near the points are to each other."""

from __future__ import annotations

from itertools import combinations

import pytest

from toil.charts.name_places import Point, name_places, name_width

CROWDS: dict[str, list[Point]] = {
    "one": [(300, 100)],
    "the same place": [(300, 100)] * 6,
    "a row": [(300 + 4 * step, 160) for step in range(8)],
    "the corner": [(639, 1), (636, 3), (0, 319)],
}


@pytest.mark.parametrize("points", CROWDS.values(), ids=list(CROWDS))
def test_no_name_lies_on_another_nor_outside(points: list[Point]) -> None:
    """A line of text is 13 pixels high and as wide as its letters; it stays in the picture."""
    names = [f"service-{place}" for place in range(len(points) - 1)] + ["決済サービス"]
    places = name_places(points, names, 640, 320)
    for (x, y), name in zip(places, names, strict=True):
        assert name_width(name) / 2 <= x <= 640 - name_width(name) / 2
        assert 6.5 <= y <= 320 - 6.5
    for (one, name), (other, next_name) in combinations(zip(places, names, strict=True), 2):
        room = (name_width(name) + name_width(next_name)) / 2
        assert abs(one[0] - other[0]) >= room or abs(one[1] - other[1]) >= 13


def test_a_name_with_room_stands_above_its_point() -> None:
    """Far from the others nothing moves a name."""
    assert name_places([(100, 100), (500, 200)], ["search", "image-cdn"], 640, 320) == [(100, 87.5), (500, 187.5)]


def test_without_room_a_name_stands_above_its_point_all_the_same() -> None:
    """A name is never left out: where nothing is free it lies on others."""
    assert name_places([(5, 5)] * 3, ["a-long-name"] * 3, 20, 10) == [(5, -7.5)] * 3
