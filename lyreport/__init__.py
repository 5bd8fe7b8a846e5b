"""Reproducible annual reports of a county's co-creation campaign, from workbooks to a bilingual page.

Nothing heavy is imported here: ``lyreport --help`` has to answer within 0.3 s.
"""

__version__ = "0.1.0"
