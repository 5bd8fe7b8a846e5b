"""The glossary: one English rendering for each Chinese term."""

from __future__ import annotations

from lyreport.plan.frozen import Frozen, Name


class Term(Frozen):
    """A Chinese term, its English, other English forms that are right in their place, and why.

    ``fixed`` terms have one rendering that the words of the report must keep to.
    """

    zh: Name
    en: Name
    also: tuple[Name, ...] = ()
    fixed: bool
    note: str = ""
