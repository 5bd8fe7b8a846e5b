"""Clause 四(一), mechanisms and pooled funds: T27; what F18 says about M34."""

from __future__ import annotations

from dataclasses import replace

from lyreport.indicators.account import Account
from lyreport.indicators.evidence import Evidence
from lyreport.indicators.figure import Figure, over, plus
from lyreport.indicators.funds import CAPITAL, FISCAL, ledger, ledgers

YUAN_PER_UNIT = 10_000
"""Funds stand in 万元; the leverage is given in yuan per 万元 of fiscal funds."""


def capital(evidence: Evidence) -> Account:
    """T27: non-governmental capital received in the year (万元), since 2022, and per 万元 of fiscal funds (yuan)."""
    book = ledger(evidence)
    received, fiscal = book.of_sources(CAPITAL).sum("available"), book.of_sources(*FISCAL).sum("available")
    figures = {
        "": received,
        "leverage": over(_in_yuan(received), fiscal),
        "fiscal": fiscal,
        "total": plus([one.of_sources(CAPITAL).sum("available") for one in ledgers(evidence)]),
    }
    return Account(figures)


def _in_yuan(figure: Figure) -> Figure:
    return replace(figure, numerator=None if figure.numerator is None else figure.numerator * YUAN_PER_UNIT)


def rewards(evidence: Evidence) -> Account:
    """M34: rewards in lieu of subsidies and pooled agriculture-related funds within the funds received."""
    book = ledger(evidence)
    return Account({"reward": book.sum("reward_subsidy"), "pooled": book.sum("pooled_agri")})
