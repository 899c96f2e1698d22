"""The law, as pure functions: no clock, no network, no file but its own dated, sourced data.

Public: :func:`~courriers.droit.decompte.decompte_arrete`, :class:`~courriers.droit.bareme.Bareme`,
:func:`~courriers.droit.interets.interets`.
"""
