"""From bytes to the terms of EN 16931: which dialect an XML is, and what is read of it.

The official schemas are not applied: many invoices that are paid every day break them, and only
what a case needs is read here, each value checked on its own.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

from courriers.constats import Code
from courriers.document.relations import analyser
from courriers.dossier.base import DATE_MAX, DATE_MIN
from courriers.erreurs import FactureInvalide, FichierWordInvalide
from courriers.lot.sources.factures.dit import refusee
from courriers.lot.sources.factures.fichiers import (
    XML_MAX,
    est_un_pdf,
    exige_l_option,
    octets_de,
    xml_du_pdf,
)

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_DIALECTES = {
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": (
        "factur-x"
    ),
    f"{{{_UBL}Invoice-2}}Invoice": "ubl-2.1-invoice",
    f"{{{_UBL}CreditNote-2}}CreditNote": "ubl-2.1-creditnote",
}
_AUTRES = {
    "CrossIndustryDocument": "c’est une facture ZUGFeRD 1.0, un format abandonné.",
    "SCRDMCCBDACIOMessageStructure": "c’est une commande (Order-X), pas une facture.",
    "CrossIndustryInvoice": "cette facture CII est d’une autre version que celle qui est lue "
    "(D16B : CrossIndustryInvoice:100).",
    "Invoice": "cette facture n’est pas d’UBL 2.1 : son espace de noms est un autre.",
    "CreditNote": "cet avoir n’est pas d’UBL 2.1 : son espace de noms est un autre.",
    "Order": "c’est une commande (UBL), pas une facture.",
}
_BALISES_MAX = 1_000_000
_LIGNES_GARDEES = 3
_LIGNES = ("{*}IncludedSupplyChainTradeLineItem", "{*}InvoiceLine", "{*}CreditNoteLine")
_DEVISES = ("{*}InvoiceCurrencyCode", "{*}DocumentCurrencyCode")
_INUTILES = (
    "{*}AdditionalReferencedDocument", "{*}AdditionalDocumentReference", "{*}UBLExtensions",
)  # fmt: skip
"""What may weigh megabytes, and no case reads: files in the XML, extensions."""
_JOURS_CII = ("DateTimeString", "DateString", "DateTime")
_JOUR = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:Z|[+-]\d\d:\d\d|T[\d:.Z+-]*)?", re.ASCII)


def termes_de(fichier: Path) -> dict[str, Any]:
    """The terms of the invoice in *fichier*, by their names in EN 16931; ``dialecte`` besides.

    Raises:
        FactureInvalide: not an electronic invoice, or one that cannot be read.
        CourriersError: the extra ``factures`` is not installed.
    """
    octets = octets_de(fichier)
    if not est_un_pdf(octets):
        if fichier.suffix.lower() == ".pdf":
            raise refusee(fichier, "ce n’est pas un PDF, malgré son nom.")
        return _lire(fichier, octets)
    refus = None
    for _, xml in xml_du_pdf(fichier, octets):
        try:
            return _lire(fichier, xml)
        except FactureInvalide as faute:
            refus = refus or faute
    raise refus or refusee(fichier, "cette facture PDF ne porte aucun fichier XML.")


def _lire(fichier: Path, xml: bytes) -> dict[str, Any]:
    if len(xml) > XML_MAX:
        raise refusee(fichier, f"son XML dépasse {XML_MAX // 1_000_000} Mo.")
    if xml.count(b"<") > _BALISES_MAX:
        raise refusee(fichier, f"son XML a plus de {_BALISES_MAX // 1_000_000} million de balises.")
    if b"<!DOCTYPE" in xml:  # said before an entity that expands without end is called damage
        raise refusee(
            fichier, "une déclaration DOCTYPE, qui peut appeler d’autres fichiers, est refusée.",
            "Demandez la facture d’origine.",
        )  # fmt: skip
    try:
        racine = analyser(xml, "")
    except FichierWordInvalide as faute:
        motif = faute.message.removeprefix(" : ")
        raise refusee(
            fichier, f"{motif[0].lower()}{motif[1:]}", "Demandez la facture d’origine."
        ) from None
    dialecte = _dialecte(fichier, racine)
    _alleger(fichier, racine, dialecte)
    with exige_l_option():
        from facturx import parse_ubl_cii_xml
    try:
        # Every term is looked for, whatever the profile says of itself.
        termes: dict[str, Any] = parse_ubl_cii_xml(
            racine, flavor=dialecte, level="extended", check_xsd=False
        )
    except Exception:  # noqa: BLE001 – the library raises anything on an odd tree
        raise refusee(fichier, "cette facture électronique ne se lit pas.") from None
    return {**termes, "dialecte": dialecte}


def _dialecte(fichier: Path, racine: Any) -> str:
    if racine.tag in _DIALECTES:
        return _DIALECTES[racine.tag]
    nom = str(racine.tag).rpartition("}")[2]
    motif = _AUTRES.get(nom, f"ce fichier XML (« {nom[:60]} ») n’est pas une facture UBL ni CII.")
    raise refusee(fichier, motif, "Demandez une facture Factur-X, UBL ou CII."
                  if nom == "CrossIndustryDocument" else "")  # fmt: skip


def _alleger(fichier: Path, racine: Any, dialecte: str) -> None:
    """Drop what no case needs, and write dates as the library reads them.

    Raises:
        FactureInvalide: a date that is none, or no currency.
    """
    lignes = list(racine.iter(*_LIGNES))
    for noeud in [*lignes[_LIGNES_GARDEES:], *racine.iter(*_INUTILES)]:
        noeud.getparent().remove(noeud)
    devise = next((n.text for n in racine.iter(*_DEVISES) if n.text), "").strip()
    if not devise:  # the library looks for amounts by their currency, and fails without one
        raise refusee(
            fichier, "il manque à cette facture : la devise.", "Demandez une facture corrigée.",
            code=Code.CHAMP_MANQUANT, terme="BT-5",
        )  # fmt: skip
    for noeud in list(racine.iter()):
        nom, texte = _nom(noeud), (noeud.text or "").strip()
        autre = noeud.get("currencyID") not in (None, devise)
        if autre and "Tax" not in nom:
            noeud.getparent().remove(noeud)
        elif texte and len(noeud) == 0 and _est_un_jour(nom, dialecte):
            noeud.text = _jour(fichier, noeud, texte, dialecte)


def _nom(noeud: Any) -> str:
    return str(noeud.tag).rpartition("}")[2]


def _est_un_jour(nom: str, dialecte: str) -> bool:
    return nom in _JOURS_CII if dialecte == "factur-x" else nom.endswith("Date")


def _jour(fichier: Path, noeud: Any, texte: str, dialecte: str) -> str:
    trouve = _JOUR.fullmatch(texte)
    try:
        if trouve is None:
            raise ValueError
        jour = datetime.date(*map(int, trouve.groups()))
        if not DATE_MIN <= jour <= DATE_MAX:
            raise ValueError
    except ValueError:
        parent = noeud.getparent()
        hote = _nom(parent) if dialecte == "factur-x" and parent is not None else _nom(noeud)
        raise refusee(
            fichier, f"« {texte[:40]} » n’est pas une date, de 1900 à 2199.",
            "Demandez une facture corrigée.", terme=hote, ligne=noeud.sourceline,
        ) from None  # fmt: skip
    return jour.strftime("%Y%m%d") if dialecte == "factur-x" else jour.isoformat()
