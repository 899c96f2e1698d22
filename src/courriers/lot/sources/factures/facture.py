"""One invoice as a value: its number, its days, its parties, and the amount that is claimed.

The amount claimed of an invoice is the one due (BT-115). It is below the total with VAT (BT-112)
when a part was paid before the invoice was issued (BT-113): that payment has no date, so it cannot
be one of the case, and the balance is claimed with a warning. Total, part paid, rounding (BT-114)
and amount due must agree, or the invoice is refused. A credit note counts for its total.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat
from courriers.dossier.identifiants import compact, iban_fautif
from courriers.langue.typographie import montant as dire_montant
from courriers.lot.sources.factures.arbre import termes_de
from courriers.lot.sources.factures.dit import averti, refusee
from courriers.lot.sources.factures.partie import Partie, admis, ligne, lire_partie
from courriers.lot.sources.factures.sortes import ACOMPTES, AVOIRS, RECTIFICATIVES, motif_d_ecart
from courriers.monnaie import DEVISES, ZERO, calcul

_OBJET_MAX = 120
_CHIFFRES = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?", re.ASCII)


@dataclass(frozen=True)
class FactureLue:
    """An invoice or a credit note, read and checked; ``net`` is what it claims or deducts."""

    fichier: Path
    numero: str
    code: str
    est_avoir: bool
    date: datetime.date
    devise: str
    total: Decimal
    net: Decimal
    vendeur: Partie
    acheteur: Partie
    echeance: datetime.date | None = None
    livree_le: datetime.date | None = None
    iban: str | None = None
    objet: str | None = None
    commande: str | None = None
    contrat: str | None = None
    modalites: str | None = None
    precedentes: tuple[str, ...] = ()
    """Numbers of the invoices it corrects or credits (BT-25)."""
    ecart: str | None = None
    """Why it is not counted."""
    constats: tuple[Constat, ...] = field(default=(), compare=False)

    @property
    def est_rectificative(self) -> bool:
        """It replaces the invoice it names."""
        return self.code in RECTIFICATIVES and not self.est_avoir

    @property
    def contenu(self) -> tuple[object, ...]:
        """What two files of one invoice have alike, whatever their formats and profiles."""
        return (self.est_avoir, self.date, self.devise, self.total, self.net)

    def redit(self, autre: FactureLue) -> bool:
        """Whether *autre*, of the same number, is the same invoice."""
        echeances = {self.echeance, autre.echeance} - {None}
        return self.contenu == autre.contenu and len(echeances) < 2


def lire_facture(fichier: Path) -> FactureLue:
    """The invoice in *fichier*, PDF or XML.

    Raises:
        FactureInvalide: not an electronic invoice, or a term that a case needs is missing or odd.
        CourriersError: the extra ``factures`` is not installed.
    """
    termes = termes_de(fichier)
    constats: list[Constat] = []
    lit = _Lecteur(fichier, termes, constats.append)
    numero, code = lit.exige("BT-1", "le numéro"), lit.exige("BT-3", "le type de document")
    devise = lit.exige("BT-5", "la devise").upper()
    if devise not in DEVISES:
        connues = ", ".join(sorted(DEVISES))
        raise lit.refus("BT-5", f"la devise « {devise[:20]} » n’est pas connue ({connues}).")
    vendeur, acheteur = lit.partie("BG-4", "du vendeur"), lit.partie("BG-7", "de l’acheteur")
    total, du = lit.montants(devise)
    note_de_credit = termes["dialecte"] == "ubl-2.1-creditnote"
    avoir = total < 0 or note_de_credit or code in AVOIRS
    net = abs(total) if avoir else du
    ecart = motif_d_ecart("381" if note_de_credit else code)
    if ecart is None and net <= 0:
        ecart = "est soldée : elle ne laisse rien à payer"
    if ecart is None:
        lit.remarquer(code, devise, avoir=avoir, total=total, du=du)
    return FactureLue(
        fichier, numero, code, avoir, lit.jour_exige("BT-2", "la date d’émission"), devise,
        abs(total), net, vendeur, acheteur,
        echeance=lit.echeance(), livree_le=lit.jour("BT-72"), iban=lit.iban(), objet=lit.objet(),
        commande=lit.commande("BT-13", "EXT-FR-FE-197"),
        contrat=lit.commande("BT-12", "EXT-FR-FE-199"),
        modalites=lit.modalites(), precedentes=lit.precedentes(), ecart=ecart,
        constats=tuple(constats),
    )  # fmt: skip


@dataclass(frozen=True)
class _Lecteur:
    """The terms of one file, each read as what a case holds."""

    fichier: Path
    termes: Mapping[str, Any]
    noter: Callable[[Constat], None]

    def refus(self, bt: str, message: str, conseil: str = "") -> Exception:
        return refusee(self.fichier, message, conseil or "Demandez une facture corrigée.",
                       code=Code.CHAMP_INVALIDE, terme=bt)  # fmt: skip

    def avertir(self, bt: str, message: str, conseil: str = "",
                code: Code = Code.FACTURE_A_VERIFIER) -> None:  # fmt: skip
        self.noter(averti(code, message, conseil, fichier=self.fichier, terme=bt))

    def liste(self, bt: str) -> list[Any]:
        valeur = self.termes.get(bt)
        return valeur if isinstance(valeur, list) else [] if valeur is None else [valeur]

    def exige(self, bt: str, quoi: str) -> str:
        lue = ligne(self.termes.get(bt))
        if lue is None:
            raise self.manque(bt, quoi)
        return lue

    def manque(self, bt: str, quoi: str) -> Exception:
        return refusee(self.fichier, f"il manque à cette facture : {quoi}.",
                       "Demandez une facture corrigée.", code=Code.CHAMP_MANQUANT,
                       terme=bt)  # fmt: skip

    def jour(self, bt: str) -> datetime.date | None:
        return next((j for j in self.liste(bt) if isinstance(j, datetime.date)), None)

    def jour_exige(self, bt: str, quoi: str) -> datetime.date:
        jour = self.jour(bt)
        if jour is None:
            raise self.manque(bt, quoi)
        return jour

    def partie(self, bg: str, role: str) -> Partie:
        partie, ecartes = lire_partie(self.termes.get(bg), role, bg, self.fichier)
        if partie is None:
            raise self.manque(bg, f"le nom {role}")
        for constat in ecartes:
            self.noter(constat)
        return partie

    def montant(self, bt: str) -> Decimal | None:
        textes = [t for t in self.liste(bt) if isinstance(t, str)]
        if not textes:
            return None
        if len(set(textes)) > 1:
            raise self.refus(bt, f"deux montants au lieu d’un : {', '.join(textes[:2])[:60]}.")
        if not _CHIFFRES.fullmatch(textes[0]):
            raise self.refus(bt, f"« {textes[0][:40]} » n’est pas un montant.")
        return Decimal(textes[0])

    def montants(self, devise: str) -> tuple[Decimal, Decimal]:
        """Total with VAT, and amount due."""
        total = self.montant("BT-112")
        if total is None:
            raise self.manque("BT-112", "le total TTC")
        paye, arrondi, du = (self.montant(bt) for bt in ("BT-113", "BT-114", "BT-115"))
        with calcul():
            attendu = total - (paye or ZERO) + (arrondi or ZERO)
            # The MINIMUM profile has no BT-113: a lower amount due says what was paid.
            tait = paye is None and arrondi is None and du is not None and 0 <= du <= total
        if du is not None and du != attendu and not tait:
            raise self.refus(
                "BT-115",
                f"le net à payer ({dire_montant(du, devise)}) ne suit pas du total "
                f"({dire_montant(total, devise)}) et du déjà payé "
                f"({dire_montant(paye or ZERO, devise)}).",
            )
        return total, attendu if du is None else du

    def echeance(self) -> datetime.date | None:
        jours = [j for j in self.liste("BT-9") if isinstance(j, datetime.date)]
        if len(set(jours)) > 1:
            self.avertir(
                "BT-9", f"{len(set(jours))} échéances, sans le montant de chacune : la dernière "
                "est retenue.", "Si une part est due plus tôt, faites-en deux factures.",
            )  # fmt: skip
        return max(jours, default=None)

    def iban(self) -> str | None:
        """The first account that is an IBAN; those that are false are said, and left out."""
        for texte in map(ligne, self.liste("BT-84")):
            numero = compact(texte or "")
            if not re.match(r"[A-Z]{2}\d\d", numero, re.ASCII):
                continue  # an account that is no IBAN at all
            if (juste := admis("iban", numero)) is not None:
                return juste
            self.avertir("BT-84", f"« {numero[:40]} » n’est pas un IBAN valide, écarté : "
                         f"{iban_fautif(numero)}.",
                         "Écrivez le bon dans [creancier] de courriers.toml.",
                         Code.IDENTIFIANT_ECARTE)  # fmt: skip
        return None

    def objet(self) -> str | None:
        lignes = (x for x in self.liste("BG-25") if isinstance(x, Mapping))
        noms = dict.fromkeys(n for n in (ligne(x.get("BT-153")) for x in lignes) if n)
        texte = ", ".join(noms)
        if len(texte) > _OBJET_MAX:
            texte = texte[: _OBJET_MAX - 1].rsplit(" ", 1)[0].rstrip(" ,") + "…"
        return texte or None

    def commande(self, bt: str, bt_date: str) -> str | None:
        """A reference that is one: with a figure in it, and its day when the invoice tells it."""
        numero = ligne(self.termes.get(bt))
        if numero is None or len(numero) > 80 or not re.search(r"\d", numero):
            return None
        jour = self.jour(bt_date)
        return f"{numero} du {jour:%d/%m/%Y}" if jour else numero

    def modalites(self) -> str | None:
        dites = [m for m in self.liste("BT-20") if isinstance(m, str)]
        return " ".join(" ".join(dites).split())[:500] or None

    def precedentes(self) -> tuple[str, ...]:
        numeros = (ligne(x.get("BT-25")) for x in self.liste("BG-3") if isinstance(x, Mapping))
        return tuple(dict.fromkeys(n for n in numeros if n))

    def remarquer(
        self, code: str, devise: str, *, avoir: bool, total: Decimal, du: Decimal
    ) -> None:
        """What a person must look at in the amounts and the kind of the document."""
        if avoir and total < 0:
            self.avertir("BT-112", f"total de {dire_montant(total, devise)} : il est déduit, "
                         "comme un avoir.")  # fmt: skip
        elif avoir and du != total:
            self.avertir("BT-115", f"avoir de {dire_montant(total, devise)}, déduit en entier : "
                         f"il ne dit plus devoir que {dire_montant(du, devise)}.",
                         "Si une part en a été remboursée, corrigez-le.")  # fmt: skip
        elif not avoir and du < total:
            self.avertir(
                "BT-113", f"{dire_montant(total - du, devise)} sont déjà payés, sans date : seul "
                f"le solde de {dire_montant(du, devise)} est réclamé.",
                "Pour que la lettre montre ce paiement, remettez au dossier le total, et ajoutez "
                "le paiement avec sa date.",
            )  # fmt: skip
        if code in ACOMPTES and not avoir:
            self.avertir("BT-3", "facture d’acompte : elle est comptée à côté de la facture "
                         "finale, qui doit la déduire.")  # fmt: skip
