"""Workbooks in: rows with cell addresses, checks, the facts store, who has sent what."""
