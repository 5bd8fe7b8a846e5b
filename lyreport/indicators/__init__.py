"""From facts to values: one small pure function per indicator, exact, with numerator and denominator."""

from lyreport.indicators.compute import INDICATORS, compute
from lyreport.indicators.finding import Finding
from lyreport.indicators.milestones import MILESTONE_FIGURES, compute_milestone

__all__ = ["INDICATORS", "MILESTONE_FIGURES", "Finding", "compute", "compute_milestone"]
