"""The documentation; ``python -m docs.make`` writes the pages that are made from code."""
