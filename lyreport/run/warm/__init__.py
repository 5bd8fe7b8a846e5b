"""Warm kernels: real Jupyter kernels, forked from one process that has already imported what notebooks import.

``provisioner`` is the door that Jupyter knows; ``client`` starts the warm process and asks it for kernels; ``server``
is that process; ``fresh`` makes a fork as good as new; ``preload`` says what is loaded.
"""

from lyreport.run.warm.client import NAME, Warm, adopt, best_kernel, obstacle, start

__all__ = ["NAME", "Warm", "adopt", "best_kernel", "obstacle", "start"]
