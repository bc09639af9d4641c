"""Where nothing is counted there is no figure, and words say so."""

from niemyet.reports.no_figure import figure_text, figure_words
from niemyet.reports.score_report import ServiceSays, part_rows
from niemyet.transforms.work.score import Indicator, PartOfScore


def test_where_nothing_is_counted_words_say_so() -> None:
    nothing = PartOfScore(Indicator.COMPLETE, 0, 0, 0, 0, 0)
    (vietnamese,) = part_rows([nothing], ServiceSays())
    (english,) = part_rows([nothing], ServiceSays(), lang="en")
    assert (vietnamese["points"], english["points"]) == ("không có số liệu", "N/A")
    assert figure_text("50.00 %", "vi") == "50.00 %"
    assert figure_text(0, "vi") == 0


def test_figures_have_the_decimal_sign_of_the_language_and_codes_are_none() -> None:
    assert [figure_words(one, "vi") for one in ("66.67 %", "3.5", "12", "N/A", "1.001193", 3)] == [
        "66,67 %",
        "3,5",
        "12",
        "không có số liệu",
        "1.001193",
        3,
    ]
    assert [figure_words(one, "en") for one in ("66.67 %", "3.5", "N/A")] == ["66.67 %", "3.5", "N/A"]
