"""Many: from files on a disk to letters in a folder.

Public: :func:`~courriers.lot.rendu.render_batch`, for a program;
:func:`~courriers.lot.execution.produire`, that the command line calls.
"""
