"""Where nothing is counted there is no figure, and words say so."""

from niemyet.reports.no_figure import figure_text
from niemyet.reports.score_report import ServiceSays, part_rows
from niemyet.transforms.work.score import Indicator, PartOfScore


def test_where_nothing_is_counted_words_say_so() -> None:
    nothing = PartOfScore(Indicator.COMPLETE, 0, 0, 0, 0, 0)
    (vietnamese,) = part_rows([nothing], ServiceSays())
    (english,) = part_rows([nothing], ServiceSays(), lang="en")
    assert (vietnamese["points"], english["points"]) == ("không có số liệu", "N/A")
    assert figure_text("50.00 %", "vi") == "50.00 %"
    assert figure_text(0, "vi") == 0
