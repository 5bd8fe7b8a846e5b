"""Run notebooks: one process each, our own verdict, canonical results."""
