"""From facts to values: one small pure function per indicator, exact, with numerator and denominator."""

from lyreport.indicators.compute import INDICATORS, compute
from lyreport.indicators.finding import Finding

__all__ = ["INDICATORS", "Finding", "compute"]
