"""The transfer a letter asks for, as a QR code that a banking application reads (EPC069-12).

It only repeats what stands in clear beside it: account, name, sum, reference.
"""

from __future__ import annotations

import io
from decimal import Decimal

from courriers.constats import Code, Constat, avertissement
from courriers.document.image import Image
from courriers.dossier.modele import Dossier
from courriers.lettre.pack import Pack
from courriers.lettre.parties import compte, reference_de_paiement

CHAMP = "virement.qr"
SOMME_MAX = Decimal("999999999.99")
NOM_MAX, REFERENCE_MAX = 70, 140
"""Characters (bounds included)."""
OCTETS_MAX = 331
"""Bytes of the whole text: what version 13 holds at level M."""
_VERSION_MAX = 13
_POINT = 8
"""Pixels of a module."""
_BLANC = 4
"""Modules of quiet zone on each side."""


def code_de_paiement(
    dossier: Dossier, pack: Pack, somme: Decimal
) -> tuple[dict[str, Image], list[Constat]]:
    """The picture by field, or why there is none."""
    motif = _sans_place(pack) or _hors_norme(dossier, somme)
    if motif:
        return {}, [_absent(*motif)]
    ou = compte(dossier)
    charge = texte_epc(
        nom=ou["titulaire_compte"],
        iban="".join(ou["iban"].split()),
        bic=ou["bic"],
        somme=somme,
        reference=reference_de_paiement(dossier),
    )
    if len(charge) > OCTETS_MAX:
        return {}, [_absent(f"son texte dépasse {OCTETS_MAX} octets", "Abrégez la référence.")]
    return {CHAMP: _image(charge)}, []


def texte_epc(*, nom: str, iban: str, bic: str, somme: Decimal, reference: str) -> bytes:
    """What the code says, line by line (EPC069-12, version 002, UTF-8).

    >>> texte_epc(nom="A", iban="FR76", bic="", somme=Decimal("12.50"), reference="F1")
    b'BCD\\n002\\n1\\nSCT\\n\\nA\\nFR76\\nEUR12.50\\n\\n\\nF1'
    """
    # Neither purpose nor structured reference: the reference is free text.
    lignes = ("BCD", "002", "1", "SCT", bic, nom, iban, f"EUR{somme:.2f}", "", "", reference)
    return "\n".join(lignes).encode()


def _sans_place(pack: Pack) -> tuple[str, str] | None:
    if any(CHAMP in gabarit.images for gabarit in pack.gabarits.values()):
        return None
    return f"« {pack.nom} » n’a pas d’image témoin « {CHAMP} »", ""


def _hors_norme(dossier: Dossier, somme: Decimal) -> tuple[str, str] | None:
    """Why the standard has no code for this transfer, and what to do about it."""
    ou = compte(dossier)
    if not ou["iban"]:
        return "aucun IBAN n’est donné", "Donnez « creancier.iban »."
    if dossier.devise != "EUR":
        return f"il ne sert qu’aux virements en euros, et le dossier est en {dossier.devise}", ""
    if not Decimal("0.01") <= somme <= SOMME_MAX:
        return "la somme est hors des bornes de la norme (0,01 € à 999 999 999,99 €)", ""
    if len(ou["titulaire_compte"]) > NOM_MAX:
        conseil = "Donnez un « titulaire_compte » plus court, tel que la banque le connaît."
        return f"le titulaire du compte dépasse {NOM_MAX} caractères", conseil
    if len(reference_de_paiement(dossier)) > REFERENCE_MAX:
        return f"la référence dépasse {REFERENCE_MAX} caractères", "Abrégez-la."
    return None


def _absent(motif: str, conseil: str) -> Constat:
    return avertissement(Code.QR_ABSENT, f"le QR code n’est pas imprimé : {motif}.", conseil)


def _image(charge: bytes) -> Image:
    import segno

    # As bytes: no character set is announced, the third line of the text says it.
    code = segno.make_qr(charge, error="m", boost_error=False)
    if int(code.version) > _VERSION_MAX:
        raise AssertionError("OCTETS_MAX tient la version")
    sortie = io.BytesIO()
    code.save(sortie, kind="png", scale=_POINT, border=_BLANC)
    cote = int(code.symbol_size(scale=_POINT, border=_BLANC)[0])
    return Image(
        sortie.getvalue(), "png", cote, cote,
        "QR code du virement : compte, somme et référence écrits à côté",
    )  # fmt: skip
