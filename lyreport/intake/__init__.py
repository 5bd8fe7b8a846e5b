"""Workbooks in: rows with cell addresses, checks, the facts store, who has sent what."""

from lyreport.intake.build import IntakeReport, build, outdated
from lyreport.intake.faults import Fault
from lyreport.intake.standing import Standing, standings
from lyreport.intake.store import Store

__all__ = ["Fault", "IntakeReport", "Standing", "Store", "build", "outdated", "standings"]
