"""Many: from files on a disk to letters in a folder.

Public: :func:`~courriers.lot.execution.produire`.
"""
