"""The tags of a template, looked at one by one: all that is wrong, each with its place.

Which fields there are is told by whoever calls (:class:`~.contrat.Contrat`).
"""
