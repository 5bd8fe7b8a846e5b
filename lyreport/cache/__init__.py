"""What was made before and from what: content-addressed results, the digests they depend on, and why one is stale.

Nothing heavy is imported here: whether anything is to be done at all is decided by digests alone.
"""
