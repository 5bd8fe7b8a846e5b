"""All examples, in the order of the chapters."""

from __future__ import annotations

from spec_assessment import ASSESSMENT
from spec_targets import TARGETS
from spec_trends import TRENDS
from spec_villages import VILLAGES

SPECS = (*TARGETS, *VILLAGES, *TRENDS, *ASSESSMENT)
