"""Plots as pictures, with matplotlib (niemyet[plots]): the same numbers, the same bytes, no window and no browser."""

import io
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from niemyet.reports.period_report import BarPlot

#: Inches: the width between the margins of A4; a bar and its name need a quarter of one to be read; chosen, not measured.
_WIDTH, _BAR, _FRAME, _UPRIGHT = 6.9, 0.27, 1.2, 3.0
_STRAIGHT = 12  # months of a year stand beside each other, more are slanted; chosen, not measured
#: Of whatever matplotlib would write of itself and of the moment nothing is left.
_SILENT: dict[str, dict[str, Any]] = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib and has every Vietnamese letter
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "niemyet",
}


def draw(plot: "BarPlot", form: Literal["svg", "png"]) -> bytes:
    """Stacked bars. A bar without anything stays a place on the axis: none is left out."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_STYLE):
        height = _FRAME + _BAR * len(plot.labels) if plot.lying else _UPRIGHT
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.subplots()
        _bars(axes, plot)
        figure.legend(loc="outside lower center", ncols=len(plot.series), frameon=False)
        sink = io.BytesIO()
        figure.savefig(sink, format=form, dpi=200, metadata=_SILENT[form])
    return sink.getvalue()


def _bars(axes: "Axes", plot: "BarPlot") -> None:
    from matplotlib.ticker import MaxNLocator

    places = range(len(plot.labels))
    below = [0.0] * len(plot.labels)
    for one in plot.series:
        look: dict[str, Any] = {
            "color": one.colour,
            "label": one.name,
            "edgecolor": "white",
            "linewidth": 0.4,
        }
        if plot.lying:
            axes.barh(places, one.values, left=below, **look)
        else:
            axes.bar(places, one.values, bottom=below, **look)
        below = [low + value for low, value in zip(below, one.values, strict=True)]
    if plot.lying:
        axes.set_yticks(places, plot.labels)
        axes.invert_yaxis()
        axes.set_xlabel(plot.axis)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    else:
        slanted = len(plot.labels) > _STRAIGHT
        axes.set_xticks(places, plot.labels, rotation=60 if slanted else 0)
        axes.set_ylabel(plot.axis)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_title(plot.title, fontsize=9, loc="left")
