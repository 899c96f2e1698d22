"""The paper: a mapping in, a Word file out. This floor knows no debtor and no law.

Public: :class:`~courriers.document.gabarit.Gabarit`, :func:`~courriers.document.texte.texte`.
"""
