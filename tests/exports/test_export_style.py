import matplotlib as mpl
from hypothesis import given
from hypothesis import strategies as st

from toil.charts.report_style import columns_of, report_style, shortened, wrapped

WORDS = st.text(alphabet="abc 証明書のー、。 ", max_size=120)


def test_pictures_leave_no_traces() -> None:
    """Drawing a report changes no font or colour of the process."""
    before = dict(mpl.rcParams)
    with report_style():
        assert mpl.rcParams["font.family"][0] == "IPAexGothic"
    assert dict(mpl.rcParams) == before


@given(WORDS, st.integers(min_value=4, max_value=60))
def test_wrapped_text_is_all_there(text: str, columns: int) -> None:
    """Wrapping loses no character but blanks."""
    assert wrapped(text, columns).replace("\n", "").replace(" ", "") == text.replace(" ", "")


@given(WORDS, st.integers(min_value=4, max_value=60))
def test_shortened_text_fits(text: str, columns: int) -> None:
    """A shortened text takes at most its columns and the mark that it was cut."""
    assert sum(map(columns_of, shortened(text, columns).removesuffix("…"))) <= columns
