"""The « fichier des écritures comptables » (LPF, art. A47 A-1): open customer items, as cases.

Read: the flat file of 18 columns, separated by tabs or « | », in UTF-8, ISO 8859-15 or cp1252, with
Debit and Credit or Montant and Sens. An item is open when its account is a customer's (411, 416)
and its lettering is empty, or does not balance. Left out: 418 (not invoiced yet), 4117 (retention,
not due) and 419 (advances), whose amounts are told for the customers concerned.

A FEC gives no address, no kind of debtor and no terms: the address comes from a second table, the
rest from ``courriers.toml``.
"""

from courriers.lot.sources.fec.fichier import reconnait
from courriers.lot.sources.fec.source import lire

__all__ = ["lire", "reconnait"]
