"""Many PDFs in one: files of any origin read safely, stamped, given covers, merged, shared out.

pikepdf (extra ``lot``) is imported in :mod:`.objets` only, inside a function. What comes from
others is never trusted: only what its pages print goes on, nothing that acts.
"""
