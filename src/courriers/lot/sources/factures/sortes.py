"""What is done with each kind of document (BT-3, UNTDID 1001).

- An invoice is counted: commercial (380), self-billed (389: the buyer writes it, the seller is
  still who is owed), prepayment (386, 500: owed on its own; the final invoice deducts it), partial,
  metered, debit note, construction…
- A corrected invoice (384, 471) replaces the one it names (BT-25): that one is left out. It names
  none: both are counted, with a warning.
- A credit note is deducted, never claimed. So is an invoice whose total is below zero.
- A factored invoice (393, 501, 472, 473) belongs to the factor: the seller does not claim it.
- A pro forma (325) and accounting information (751) claim nothing.
"""

from __future__ import annotations

AVOIRS = frozenset({
    "81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532",
})  # fmt: skip
RECTIFICATIVES = frozenset({"384", "471"})
ACOMPTES = frozenset({"386", "500"})
AFFACTUREES = frozenset({"393", "501", "472", "473"})
SANS_CREANCE = {"325": "facture pro forma", "751": "information comptable"}
FACTURES = frozenset({
    "71", "80", "82", "84", "102", "130", "202", "203", "204", "211", "218", "219", "295", "326",
    "331", "380", "382", "383", "385", "387", "388", "389", "390", "394", "395", "456", "457",
    "527", "553", "575", "623", "633", "780", "817", "870", "875", "876", "877", "935",
})  # fmt: skip


def motif_d_ecart(code: str) -> str | None:
    """Why a document of kind *code* is not counted, or nothing."""
    if code in AFFACTUREES:
        return (
            "est affacturée : la créance appartient au factor, et ce n’est plus le vendeur qui "
            "la réclame"
        )
    if code in SANS_CREANCE:
        return f"ne réclame rien : {SANS_CREANCE[code]} (type {code})"
    if code in FACTURES | AVOIRS | RECTIFICATIVES | ACOMPTES:
        return None
    return f"est d’un type inconnu : « {code[:20]} » (BT-3)"
