"""Charts, one noun each: they draw recorded values and counts, in both languages, with alt text and data table."""

from lyreport.section.charts.columns import columns
from lyreport.section.charts.dots import dots
from lyreport.section.charts.interval import interval
from lyreport.section.charts.ladder import ladder
from lyreport.section.charts.matrix import matrix
from lyreport.section.charts.months import months
from lyreport.section.charts.multiples import multiples
from lyreport.section.charts.pairs import pairs
from lyreport.section.charts.path import path
from lyreport.section.charts.spark import spark
from lyreport.section.charts.stack import stack
from lyreport.section.charts.steps import steps
from lyreport.section.charts.timeline import timeline
from lyreport.section.charts.villagegrid import villagegrid

__all__ = [
    "columns", "dots", "interval", "ladder", "matrix", "months", "multiples", "pairs", "path", "spark", "stack",
    "steps", "timeline", "villagegrid",
]  # fmt: skip
