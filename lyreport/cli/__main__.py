"""``python -m lyreport.cli``: the same as the script ``lyreport``."""

from lyreport.cli import entrypoint

entrypoint()
