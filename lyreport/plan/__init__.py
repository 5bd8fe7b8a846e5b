"""What the county promised: params/ read once into frozen, validated values."""

from __future__ import annotations

from lyreport.plan.clause import SUMMARY, Clause, Section
from lyreport.plan.edition import Fonts, ReportSettings, SiteSettings
from lyreport.plan.form import Column, Cover, Form, Rule
from lyreport.plan.indicator import Component, Indicator, Target
from lyreport.plan.load import load_plan, load_report, load_site, load_year, read_plan, read_year
from lyreport.plan.milestone import Ladder, Milestone, SideState
from lyreport.plan.place import Place, PlaceKind, Places
from lyreport.plan.plan import Plan
from lyreport.plan.rulebook import Document, JudgingKind, Principle
from lyreport.plan.setting import Option, Setting
from lyreport.plan.term import Term
from lyreport.plan.unit import Unit
from lyreport.plan.year import YearSettings
from lyreport.project import BASE_YEAR

__all__ = [
    "BASE_YEAR",
    "SUMMARY",
    "Clause",
    "Column",
    "Component",
    "Cover",
    "Document",
    "Fonts",
    "Form",
    "Indicator",
    "JudgingKind",
    "Ladder",
    "Milestone",
    "Option",
    "Place",
    "PlaceKind",
    "Places",
    "Plan",
    "Principle",
    "ReportSettings",
    "Rule",
    "Section",
    "Setting",
    "SideState",
    "SiteSettings",
    "Target",
    "Term",
    "Unit",
    "YearSettings",
    "load_plan",
    "load_report",
    "load_site",
    "load_year",
    "read_plan",
    "read_year",
]
