"""What was made before and from what: content-addressed results and the digests they depend on.

Nothing heavy is imported here: whether anything is to be done at all is decided by digests alone.
"""
