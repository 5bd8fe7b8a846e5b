"""``python -m lyreport``: the same as the script ``lyreport``."""

from lyreport.cli import entrypoint

entrypoint()
