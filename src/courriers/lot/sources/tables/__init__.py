"""CSV and workbooks, as French offices make them: one row an invoice."""

from courriers.lot.sources.tables.table import lire, reconnait

__all__ = ["lire", "reconnait"]
