"""Electronic invoices for tests: what they say is written here, term by term.

CII of every profile is composed as XML, checked against the official schema of its profile, and put
into a PDF by the ``factur-x`` library itself; UBL is written by it too.
"""

from __future__ import annotations

import copy
import functools
import io
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from facturx import generate_from_binary, generate_ubl_xml, xml_check_xsd

PROFILS = {
    "minimum": "urn:factur-x.eu:1p0:minimum",
    "basicwl": "urn:factur-x.eu:1p0:basicwl",
    "basic": "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic",
    "en16931": "urn:cen.eu:en16931:2017",
    "extended": "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
}
VENDEUR = {
    "nom": "SARL Ateliers Vasseur", "siren": "841203573", "tva": "FR46841203573",
    "rue": "18 rue des Forges", "cp": "38000", "ville": "Grenoble", "pays": "FR",
}  # fmt: skip
ACHETEUR = {
    "nom": "Rénovation Belledonne SAS", "siren": "793401266", "tva": None,
    "rue": "27 avenue de la Gare", "cp": "73000", "ville": "Chambéry", "pays": "FR",
}  # fmt: skip
SIMPLE: dict[str, Any] = {
    "numero": "FA-26-118", "type": "380", "date": "20260227", "echeance": "20260329",
    "ht": "1000.00", "tva": "200.00", "ttc": "1200.00", "paye": None, "du": "1200.00",
    "devise": "EUR", "iban": "FR7630003012340005009876627", "commande": "CDE-87",
    "livree": "20260220", "lignes": ["Trois escaliers métalliques"], "precedente": None,
    "modalites": "30 jours nets", "vendeur": VENDEUR, "acheteur": ACHETEUR,
}  # fmt: skip


def cii(profil: str = "en16931", **change: Any) -> bytes:
    """A CII invoice of *profil*, with only the terms that the profile has."""
    d = {**SIMPLE, **change}
    mini, wl = profil == "minimum", profil in ("minimum", "basicwl")
    lignes = "" if wl else "".join(_ligne(r, n, d) for r, n in enumerate(d["lignes"], 1))
    reference = _dans("BuyerOrderReferencedDocument", d["commande"], "IssuerAssignedID")
    livree = "" if mini or not d["livree"] else f"<ram:OccurrenceDateTime>{_jour(d['livree'])}"
    evenement = "ram:ActualDeliverySupplyChainEvent"
    livraison = f"<{evenement}>{livree}</ram:OccurrenceDateTime></{evenement}>" if livree else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
{_id(PROFILS[profil])}</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument>{_id(d["numero"])}<ram:TypeCode>{d["type"]}</ram:TypeCode>
<ram:IssueDateTime>{_jour(d["date"])}</ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>{lignes}
<ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty>{_partie(d["vendeur"], mini=mini, vend=True)}</ram:SellerTradeParty>
<ram:BuyerTradeParty>{_partie(d["acheteur"], mini=mini, vend=False)}</ram:BuyerTradeParty>
{reference}</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery>{livraison}</ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement>{_reglement(d, mini=mini)}
</ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>""".encode()


def _reglement(d: dict[str, Any], *, mini: bool) -> str:
    devise = f"<ram:InvoiceCurrencyCode>{d['devise']}</ram:InvoiceCurrencyCode>"
    totaux = (
        f"<ram:TaxBasisTotalAmount>{d['ht']}</ram:TaxBasisTotalAmount>"
        f'<ram:TaxTotalAmount currencyID="{d["devise"]}">{d["tva"]}</ram:TaxTotalAmount>'
        f"<ram:GrandTotalAmount>{d['ttc']}</ram:GrandTotalAmount>"
    )
    paye = f"<ram:TotalPrepaidAmount>{d['paye']}</ram:TotalPrepaidAmount>" if d["paye"] else ""
    du = f"<ram:DuePayableAmount>{d['du']}</ram:DuePayableAmount>"
    balise = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
    if mini:
        return f"{devise}<{balise}>{totaux}{du}</{balise}>"
    comptes = d["iban"] if isinstance(d["iban"], list) else [d["iban"]] if d["iban"] else []
    moyens = "".join(
        "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode>"
        f"<ram:PayeePartyCreditorFinancialAccount>{_id(c, 'IBANID')}"
        "</ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>"
        for c in comptes
    )
    taxe = (
        f"<ram:ApplicableTradeTax><ram:CalculatedAmount>{d['tva']}</ram:CalculatedAmount>"
        f"<ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>{d['ht']}</ram:BasisAmount>"
        "<ram:CategoryCode>S</ram:CategoryCode>"
        "<ram:RateApplicablePercent>20.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
    )
    echeance = (
        d["echeance"] and f"<ram:DueDateDateTime>{_jour(d['echeance'])}</ram:DueDateDateTime>"
    )
    modalites = d["modalites"] and _id(d["modalites"], "Description")
    dites = f"{modalites or ''}{echeance or ''}"
    balise_termes = "ram:SpecifiedTradePaymentTerms"
    termes = f"<{balise_termes}>{dites}</{balise_termes}>" if dites else ""
    numeros = d["precedente"] if isinstance(d["precedente"], list) else [d["precedente"]]
    anterieures = "".join(
        f"<ram:InvoiceReferencedDocument>{_id(n, 'IssuerAssignedID')}"
        "</ram:InvoiceReferencedDocument>" for n in numeros if n
    )  # fmt: skip
    somme = f"<ram:LineTotalAmount>{d['ht']}</ram:LineTotalAmount>{totaux}{paye}{du}"
    return f"{devise}{moyens}{taxe}{termes}<{balise}>{somme}</{balise}>{anterieures}"


def _partie(p: dict[str, Any], *, mini: bool, vend: bool) -> str:
    siren = _dans("SpecifiedLegalOrganization", p["siren"], 'ID schemeID="0002"')
    pays = f"<ram:CountryID>{p['pays']}</ram:CountryID>"
    adresse = "".join(
        f"<ram:{nom}>{escape(p[cle])}</ram:{nom}>"
        for cle, nom in (("cp", "PostcodeCode"), ("rue", "LineOne"), ("ville", "CityName"))
        if p[cle]
    )
    adresse = f"<ram:PostalTradeAddress>{'' if mini else adresse}{pays}</ram:PostalTradeAddress>"
    tva = _dans("SpecifiedTaxRegistration", p["tva"], 'ID schemeID="VA"')
    if mini and not vend:
        return f"<ram:Name>{escape(p['nom'])}</ram:Name>{siren}"
    return f"<ram:Name>{escape(p['nom'])}</ram:Name>{siren}{adresse}{tva}"


def _ligne(rang: int, nom: str, d: dict[str, Any]) -> str:
    return (
        "<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>"
        f"<ram:LineID>{rang}</ram:LineID></ram:AssociatedDocumentLineDocument>"
        f"<ram:SpecifiedTradeProduct><ram:Name>{escape(nom)}</ram:Name></ram:SpecifiedTradeProduct>"
        "<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>"
        f"{d['ht']}</ram:ChargeAmount></ram:NetPriceProductTradePrice>"
        "</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery>"
        '<ram:BilledQuantity unitCode="C62">1</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>'
        "<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>"
        "<ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20.00"
        "</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
        "<ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"<ram:LineTotalAmount>{d['ht']}</ram:LineTotalAmount>"
        "</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>"
        "</ram:IncludedSupplyChainTradeLineItem>"
    )


def _id(valeur: str, nom: str = "ID") -> str:
    return f"<ram:{nom}>{escape(valeur)}</ram:{nom.split(maxsplit=1)[0]}>"


def _dans(hote: str, valeur: str | None, nom: str) -> str:
    return f"<ram:{hote}>{_id(valeur, nom)}</ram:{hote}>" if valeur else ""


def _jour(jour: str) -> str:
    return f'<udt:DateTimeString format="102">{jour}</udt:DateTimeString>'


def conforme(xml: bytes) -> bool:
    """Whether the official schema of its profile accepts *xml*."""
    return bool(xml_check_xsd(xml))


def ubl(**change: Any) -> bytes:
    """A UBL invoice, or credit note, written by the library from terms of EN 16931."""
    termes = copy.deepcopy(_UBL)
    termes.update(change)
    vides = [nom for nom, valeur in termes.items() if valeur is None]
    for nom in vides:
        termes.pop(nom)
    return bytes(generate_ubl_xml(termes, level="en16931", check_schematron=None))


def _partie_ubl(p: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": p["nom"], "legal_identifier": p["siren"], "legal_identifier_schemeid": "0002",
        "addr_l1": p["rue"], "postcode": p["cp"], "city": p["ville"], "country_code": p["pays"],
        "einvoicing_addr": p["siren"], "einvoicing_addr_schemeid": "0225",
    } | ({"vat_identifier": p["tva"]} if p["tva"] else {})  # fmt: skip


_UBL: dict[str, Any] = {
    "BT-1": "FA-26-118", "BT-2": "2026-02-27", "BT-3": "380", "BT-5": "EUR", "BT-9": "2026-03-29",
    "BT-13": "CDE-87", "BT-20": "30 jours nets", "BT-72": "2026-02-20", "BT-81": "30",
    "BT-84": "FR7630003012340005009876627", "BT-106": "1000.00", "BT-109": "1000.00",
    "BT-110": "200.00", "BT-112": "1200.00", "BT-115": "1200.00",
    "BG-4": _partie_ubl(VENDEUR), "BG-7": _partie_ubl(ACHETEUR),
    "BG-23": [{"BT-116": "1000.00", "BT-117": "200.00", "BT-118": "S", "BT-119": "20.00"}],
    "BG-25": [{
        "BT-126": "1", "BT-129": "1", "BT-130": "C62", "BT-131": "1000.00", "BT-146": "1000.00",
        "BT-151": "S", "BT-152": "20.00", "BT-153": "Trois escaliers métalliques",
    }],
}  # fmt: skip


@functools.cache
def page() -> bytes:
    """A PDF of one blank page."""
    sortie = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(sortie)
    return sortie.getvalue()


def pdf(xml: bytes, profil: str = "autodetect") -> bytes:
    """A Factur-X PDF that the library makes of *xml*."""
    return bytes(generate_from_binary(page(), xml, level=profil, check_xsd=False))


def pdf_avec(pieces: dict[str, bytes], **options: Any) -> bytes:
    """A plain PDF that carries *pieces*, by name."""
    sortie = io.BytesIO()
    with pikepdf.open(io.BytesIO(page())) as ouvert:
        for nom, octets in pieces.items():
            ouvert.attachments[nom] = pikepdf.AttachedFileSpec(ouvert, octets, filename=nom)
        ouvert.save(sortie, **options)
    return sortie.getvalue()


def ecrire(repertoire: Path, **fichiers: bytes) -> Path:
    """*repertoire*, with *fichiers*: the last « _ » of a name stands for its dot."""
    repertoire.mkdir(parents=True, exist_ok=True)
    for nom, octets in fichiers.items():
        tige, _, extension = nom.rpartition("_")
        (repertoire / f"{tige.replace('_', '-')}.{extension}").write_bytes(octets)
    return repertoire
