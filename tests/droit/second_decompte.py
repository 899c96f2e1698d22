"""A second statement of account, written apart from the program, as an oracle for its tests.

It walks the calendar day by day: each day every debt says which base and which rate it bears;
equal consecutive days make one line, rounded once. Money is a whole number of the smallest unit
of the currency, rates are exact fractions in per cent.
"""

from __future__ import annotations

import calendar
import csv
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from pathlib import Path

UN_JOUR = timedelta(days=1)
FORFAIT = 4000
EXACT = Context(prec=28)
ORDRES = {
    "accessoires_d_abord": ("interets", "frais", "principal"),
    "interets_d_abord": ("interets", "principal", "frais"),
    "capital_d_abord": ("principal", "interets", "frais"),
}
A_CHOISIR = ("bail_commercial", "charges_copropriete")
REFUSEES = ("credit_consommation", "loyer_habitation")


def _lire_taux():
    with (Path(__file__).parent / "taux_publies.csv").open(encoding="utf-8") as fichier:
        lignes = list(csv.DictReader(fichier, delimiter=";"))
    return {
        2 * int(li["semestre"][:4]) + (li["semestre"][-1] == "2"): {
            nom: Fraction(li[nom]) for nom in ("til_particulier", "til_autres", "bce")
        }
        for li in lignes
    }


TAUX = _lire_taux()


def _semestre(jour):
    return 2 * jour.year + (jour.month > 6)


def _publie(semestre, nom):
    if semestre not in TAUX:
        raise ValueError(f"taux inconnu : {semestre // 2}-S{semestre % 2 + 1}")
    return TAUX[semestre][nom]


def _jour(valeur):
    if valeur is None or isinstance(valeur, date):
        return valeur
    return date.fromisoformat(valeur)


def _plus_mois(jour, mois):
    rang = jour.year * 12 + jour.month - 1 + mois
    annee, mois = rang // 12, rang % 12 + 1
    return date(annee, mois, min(jour.day, calendar.monthrange(annee, mois)[1]))


def _demi_superieur(valeur):
    return (2 * valeur.numerator + valeur.denominator) // (2 * valeur.denominator)


@dataclass
class Dette:
    """One invoice, or the title, with what is still owed and the days not yet put in a line."""

    numero: str
    emission: date
    echeance: date | None  # None for a title: every payment is late
    origine: int
    debut: date | None  # the day after it is the first that bears interest
    taux_du_semestre: object  # half-year -> rate
    majore_depuis: date | None = None  # last day without the five points
    forfait: bool = False
    anniversaires: frozenset = frozenset()
    act_act: bool = False
    ttc: int = 0
    retenue: int = 0  # what the client rightly keeps: not claimed, reduced last
    credite: int = 0  # the nominal of the credit notes placed here
    principal: int = 0
    interets: int = 0  # rounded, unpaid, the capitalised part included
    capitalise: int = 0
    frais: int = 0  # the 40 euros, or what the title adds to its principal
    frais_nes: int = 0  # the same before any payment
    avoirs: int = 0
    paye: int = 0
    lignes: list = field(default_factory=list)
    cours: list | None = None  # [base, rate, first day excluded, last day, days, leap-year days]
    cache: dict = field(default_factory=dict)

    def taux(self, jour):
        """Give the rate that this calendar day bears, or 0."""
        if self.debut is None or jour <= self.debut:
            return Fraction(0)
        cle = (_semestre(jour), self.majore_depuis is not None and jour > self.majore_depuis)
        if cle not in self.cache:
            self.cache[cle] = self.taux_du_semestre(cle[0]) + (5 if cle[1] else 0)
        return self.cache[cle]

    def porter(self, jour):
        """Add one calendar day."""
        base = self.principal + self.capitalise
        if not base or self.debut is None or jour <= self.debut:
            return
        taux = self.taux(jour)
        if self.cours is None or self.cours[:2] != [base, taux]:
            self.fermer()
            self.cours = [base, taux, jour - UN_JOUR, jour, 0, 0]
        self.cours[3] = jour
        self.cours[4] += 1
        self.cours[5] += calendar.isleap(jour.year)

    def en_cours(self):
        """Round the days not yet in a line, as if the line ended now."""
        if self.cours is None:
            return 0
        base, taux, _, _, jours, bissextiles = self.cours
        if self.act_act:
            annees = Fraction(jours - bissextiles, 365) + Fraction(bissextiles, 366)
        else:
            annees = Fraction(jours, 365)
        return _demi_superieur(base * taux / 100 * annees)

    def fermer(self):
        if self.cours is not None:
            montant = self.en_cours()
            base, taux, debut, fin, jours, _ = self.cours
            self.lignes.append((base, taux, debut, fin, jours, montant))
            self.interets += montant
            self.cours = None

    def du(self):
        return self.principal + self.frais + self.interets + self.en_cours()

    def payer(self, montant, ordre):
        """Take what can be taken of *montant* and return the rest."""
        reste = montant
        if not reste or not self.du():
            return reste
        self.fermer()
        for poste in ordre:
            part = min(reste, getattr(self, poste))
            setattr(self, poste, getattr(self, poste) - part)
            reste -= part
            if poste == "interets":
                self.capitalise = max(0, self.capitalise - part)
        self.paye += montant - reste
        return reste

    def reduire(self, montant):
        """Take a credit note on the principal and return what exceeds it."""
        part = min(montant, self.principal)
        if part:
            self.fermer()
        self.principal -= part
        self.avoirs += part
        retenu = min(montant - part, self.retenue)
        self.retenue -= retenu
        return montant - part - retenu

    def capitaliser(self):
        if self.interets + self.en_cours() > self.capitalise:
            self.fermer()
            self.capitalise = self.interets


class Compte:
    """The facts of a case as the rules read them."""

    def __init__(self, brut, au):
        self.brut, self.au = brut, au
        self.devise = brut.get("devise") or "EUR"
        self.decimales = 0 if self.devise == "XPF" else 2
        self.creancier, self.debiteur = brut["creancier"], brut["debiteur"]
        self.conditions = brut.get("conditions") or {}
        self.ordre = ORDRES[self.conditions.get("imputation") or "accessoires_d_abord"]
        self.act_act = self.conditions.get("base_jours") == "act_act"
        self.professionnel = self.creancier.get("activite_professionnelle") is not False
        physique = self.creancier["type"] in ("particulier", "entrepreneur_individuel")
        self.til = "til_particulier" if physique and not self.professionnel else "til_autres"
        self.outre_mer = any(map(_est_outre_mer, (self.creancier, self.debiteur)))
        arrets = (
            _jour((brut.get("procedure_collective") or {}).get("date_jugement")),
            _jour((brut.get("surendettement") or {}).get("date_recevabilite")),
        )
        self.arret = min((a for a in arrets if a and a <= au), default=date.max)
        self.trop_percu = 0

    def unites(self, valeur):
        montant = Fraction(str(valeur or 0)) * 10**self.decimales
        if montant.denominator != 1:
            raise ValueError(f"trop de décimales : {valeur}")
        return montant.numerator

    def decimal(self, unites):
        return Decimal((unites < 0, tuple(map(int, str(abs(unites)))), -self.decimales))

    def anniversaires(self, debut):
        regle = self.conditions.get("capitalisation")
        if not regle or debut is None:
            return frozenset()
        depart, jours = max(debut, _jour(regle["depuis"])), []
        for annee in range(depart.year + 1, self.au.year + 1):
            dernier = calendar.monthrange(annee, depart.month)[1]
            jours.append(date(annee, depart.month, min(depart.day, dernier)))
        return frozenset(j for j in jours if j < self.arret)

    def paiements(self):
        for paiement in self.brut.get("paiements") or []:
            if _jour(paiement["date"]) <= self.au:
                yield (
                    _jour(paiement["date"]),
                    self.unites(paiement["montant"]),
                    paiement.get("facture"),
                )

    def derouler(self, dettes, evenements, fin):
        """Live every day up to *fin*: interest of the day, credit notes, payments, anniversary."""
        par_jour = defaultdict(list)
        for evenement in sorted(evenements, key=lambda e: e[:2]):
            par_jour[evenement[0]].append(evenement)
        bornes = [*par_jour, *(j for d in dettes for j in (d.echeance, d.debut) if j)]
        premier = min(bornes, default=fin)
        for rang in range(premier.toordinal(), fin.toordinal() + 1):
            jour = date.fromordinal(rang)
            for dette in dettes:
                if dette.forfait and dette.echeance + UN_JOUR == jour and dette.principal:
                    dette.frais = dette.frais_nes = FORFAIT
                if jour < self.arret:
                    dette.porter(jour)
            for _, _, montant, cible in par_jour[jour]:
                self.trop_percu += self.imputer(dettes, jour, montant, cible)
            for dette in dettes:
                if jour in dette.anniversaires:
                    dette.capitaliser()
        for dette in dettes:
            dette.fermer()

    def imputer(self, dettes, jour, montant, cible):
        """Impute a payment or a goodwill credit note, and return what nobody owes."""
        if isinstance(cible, Geste):
            return _crediter(dettes, montant, cible.numero)
        for dette in dettes:
            if dette.numero == cible:
                montant = dette.payer(montant, self.ordre)
        while montant:
            groupe = self.premieres(dettes, jour)
            if not groupe:
                break
            poids = [d.principal for d in groupe]
            if not any(poids):  # nothing but accessories is left of them
                poids = [d.du() for d in groupe]
            verse = min(montant, sum(d.du() for d in groupe))
            parts = [verse * p // sum(poids) for p in poids]
            parts[0] += verse - sum(parts)
            montant += -verse + sum(
                d.payer(p, self.ordre) for d, p in zip(groupe, parts, strict=True)
            )
        return montant

    def premieres(self, dettes, jour):
        """List the debts that 1342-10 serves first on that day: equal in all, by number."""
        cles = {}
        for d in dettes:
            if d.du():
                echue = d.echeance is None or d.echeance < jour
                taux = d.taux(jour) if echue and jour < self.arret else Fraction(0)
                cles[d.numero] = (not echue, -taux, d.echeance)
        return sorted(
            (d for d in dettes if d.numero in cles and cles[d.numero] == min(cles.values())),
            key=lambda d: d.numero,
        )


@dataclass(frozen=True)
class Geste:
    """The invoice a goodwill credit note names, or ``None``."""

    numero: str | None


def _est_outre_mer(personne):
    adresse = personne.get("adresse") or {}
    pays = adresse.get("pays") or "FR"
    prefixe = str(adresse.get("code_postal", ""))[:3]
    return pays in ("PF", "NC") or (pays == "FR" and prefixe in ("987", "988"))


def _regime(compte, factures):
    """Return (rate kind, interest from the due day?, 40 euros?)."""
    qualite = compte.debiteur["qualite"]
    penalites = compte.conditions.get("penalites") or {}
    mode = penalites.get("mode")
    if any(f.get("nature") in REFUSEES for f in factures):
        raise ValueError("régime propre")
    affaires = qualite == "professionnel" and compte.professionnel
    if compte.outre_mer:
        if mode != "convenu" or penalites.get("taux") is None:
            raise ValueError("outre-mer sans taux convenu")
        return "contrat", affaires, False
    if qualite == "personne_publique":
        return {
            "ccp": ("ccp", True, True),
            "l441-10": ("suppletif", True, True),
            "civil": ("legal", False, False),
        }[compte.debiteur["regime"]]
    if not affaires:
        return "legal", False, False
    associe = "association" in (compte.creancier["type"], compte.debiteur["type"])
    if not mode and (associe or any(f.get("nature") in A_CHOISIR for f in factures)):
        raise ValueError("mode à choisir")
    mode = mode or "suppletif"
    return mode, mode != "legal", mode != "legal"


def _bareme(compte, genre, echeance):
    """Return the function half-year -> rate of one invoice."""
    penalites = compte.conditions.get("penalites") or {}

    def plancher(stipule, insuffisant, semestre):
        choix = penalites.get("sous_plancher") or "convenu"
        if choix == "convenu" or not insuffisant:
            return stipule
        if choix == "plancher":
            return 3 * _publie(semestre, "til_autres")
        return _publie(semestre, "bce") + 10

    def convenu(semestre):
        taux = Fraction(str(penalites["taux"]))
        return plancher(taux, taux < 3 * _publie(semestre, "til_autres"), semestre)

    def multiple(semestre):
        facteur = Fraction(str(penalites["multiple"]))
        return plancher(facteur * _publie(semestre, "til_autres"), facteur < 3, semestre)

    return {
        "suppletif": lambda s: _publie(s, "bce") + 10,
        "ccp": lambda _: _publie(_semestre(echeance + UN_JOUR), "bce") + 8,
        "legal": lambda s: _publie(s, compte.til),
        "contrat": lambda _: Fraction(str(penalites["taux"])),
        "convenu": convenu,
        "multiple_legal": multiple,
    }[genre]


def _echeance(compte, facture):
    if facture.get("echeance"):
        return _jour(facture["echeance"])
    recue, executee = _jour(facture.get("recue_le")), _jour(facture.get("executee_le"))
    if compte.debiteur.get("regime") == "ccp":
        depart = recue or _jour(facture["date"]) + 2 * UN_JOUR
        return max(depart, executee or depart) + UN_JOUR * (
            compte.debiteur.get("delai_jours") or 30
        )
    return max((j for j in (recue, executee) if j), default=_jour(facture["date"])) + 30 * UN_JOUR


def _mise_en_demeure(compte, facture, echeance):
    """Give the receipt of the first formal notice that covers the invoice, or None."""
    recues = []
    for envoi in compte.brut.get("envois") or []:
        jour = _jour(envoi["date"])
        recu = _jour(envoi.get("recu_le") or envoi.get("presente_le")) or jour
        formel = envoi.get("mise_en_demeure")
        if formel is None:
            formel = envoi["niveau"] == "mise-en-demeure"
        visees = envoi.get("factures")
        vise = facture["numero"] in visees if visees else echeance < jour
        emise = _jour(facture["date"]) <= jour
        if formel and jour <= compte.au and vise and emise and recu > echeance:
            recues.append(recu)
    return min(recues, default=None)


def _dettes(compte, factures):
    genre, des_l_echeance, forfait = _regime(compte, factures)
    for facture in factures:
        echeance = _echeance(compte, facture)
        debut = echeance if des_l_echeance else _mise_en_demeure(compte, facture, echeance)
        net = compte.unites(facture["montant_ttc"]) - compte.unites(facture.get("retenue_garantie"))
        yield Dette(
            facture["numero"],
            _jour(facture["date"]),
            echeance,
            net,
            debut,
            _bareme(compte, genre, echeance),
            forfait=forfait and compte.devise == "EUR" and echeance < compte.arret,
            anniversaires=compte.anniversaires(debut),
            act_act=compte.act_act,
            ttc=compte.unites(facture["montant_ttc"]),
            retenue=compte.unites(facture.get("retenue_garantie")),
        )


def _par_age(dettes):
    """List the invoices from the oldest: their date, then their due day, then their number."""
    return sorted(dettes, key=lambda d: (d.emission, d.echeance, d.numero))


def _placer(dettes, montant):
    """Share a credit note that names nothing: the oldest unsettled invoice, then the next."""
    parts = []
    for dette in _par_age(dettes):
        part = min(montant, dette.principal + dette.retenue)
        if part:
            parts.append((dette.numero, part))
            montant -= part
    return parts, montant


def _crediter(dettes, montant, numero):
    """Take a credit note off the invoice it names, else as the law places it; return the rest."""
    if numero is None:
        parts, reste = _placer(dettes, montant)
    else:
        parts, reste = [(numero, montant)], 0
    for nom, part in parts:
        dette = next(d for d in dettes if d.numero == nom)
        dette.credite += part
        reste += dette.reduire(part)
    return reste


def _sur_factures(compte):
    """Place the corrections that name nothing, then live the whole account."""
    toutes = [f for f in compte.brut["factures"] if _jour(f["date"]) <= compte.au]
    modeles = list(_dettes(compte, [f for f in toutes if f.get("type") != "avoir"]))
    emises = {m.numero for m in modeles}
    paiements = [(j, 1, m, c) for j, m, c in compte.paiements() if c is None or c in emises]
    corrections, gestes = [], []  # (day, amount, invoice or None), by day
    for avoir in sorted((f for f in toutes if f.get("type") == "avoir"), key=lambda f: f["date"]):
        cible = avoir.get("sur_facture")
        if cible is None or cible in emises:
            fait = (_jour(avoir["date"]), compte.unites(avoir["montant_ttc"]), cible)
            (gestes if avoir.get("motif") == "geste" else corrections).append(fait)
    nommes = [a for a in corrections + gestes if a[2] is not None]

    def vivre(fin, reduites):
        """Live up to *fin*; live again when an invoice turns out to be cancelled whole."""
        annulees = {
            m.numero for m in modeles if sum(a[1] for a in nommes if a[2] == m.numero) >= m.ttc
        }
        while True:
            compte.trop_percu = 0
            dettes = [replace(m, lignes=[], principal=m.origine) for m in modeles]
            for dette in dettes:
                dette.forfait = dette.forfait and dette.numero not in annulees
            for numero, montant in reduites:
                compte.trop_percu += _crediter(dettes, montant, numero)
            evenements = [(j, 0, m, Geste(c)) for j, m, c in gestes] + paiements
            compte.derouler(dettes, [e for e in evenements if e[0] <= fin], fin)
            nouvelles = {d.numero for d in dettes if d.credite >= d.ttc} - annulees
            if not nouvelles:
                return dettes
            annulees |= nouvelles

    reduites, perdu = [(c, m) for _, m, c in corrections if c is not None], 0
    for jour, montant, cible in corrections:
        if cible is None:
            parts, reste = _placer(vivre(jour - UN_JOUR, reduites), montant)
            reduites += parts
            perdu += reste
    dettes = vivre(compte.au, reduites)
    compte.trop_percu += perdu
    return dettes


def _sur_titre(compte, titre):
    """Live the account of a title: the invoices no longer count."""
    date_titre, signifie = _jour(titre["date"]), _jour(titre.get("signifie_le"))
    convenu = titre.get("taux_interets")
    debut = _jour(titre.get("interets_depuis"))
    if debut is None:
        debut = {"jugement": date_titre, "ordonnance": signifie}.get(titre["type"])
    if compte.outre_mer and convenu is None and debut is not None and debut <= compte.au:
        raise ValueError("titre outre-mer sans taux")
    majore = None
    if (
        convenu is None
        and signifie is not None
        and signifie <= compte.au
        and titre["type"] in ("jugement", "ordonnance")
    ):
        attente = 0
        if titre["type"] == "ordonnance":
            attente = 1 if date_titre < date(2026, 9, 1) else 2
        majore = _plus_mois(_plus_mois(signifie, attente), 2)
    dette = Dette(
        "",
        date_titre,
        None,
        compte.unites(titre["principal"]),
        debut,
        lambda s: Fraction(str(convenu)) if convenu is not None else _publie(s, compte.til),
        majore_depuis=majore,
        anniversaires=compte.anniversaires(debut),
        act_act=compte.act_act,
        frais=compte.unites(titre.get("article_700")) + compte.unites(titre.get("depens")),
    )
    dette.principal, dette.frais_nes = dette.origine, dette.frais
    reglements = [(j, 1, m, "") for j, m, _ in compte.paiements() if j >= date_titre]
    compte.derouler([dette], reglements, compte.au)
    return [dette]


def arrete(brut, au):
    """Close the account of the raw case *brut* on the day *au*.

    Raises:
        ValueError: The law, or a missing rate, forbids the calculation.
    """
    compte = Compte(brut, au)
    titre = brut.get("titre_executoire")
    if titre and _jour(titre["date"]) > au:
        titre = None
    dettes = _sur_titre(compte, titre) if titre else _sur_factures(compte)
    echues = [d for d in dettes if d.echeance is None or d.echeance < au]
    lignes = {
        "facture": 0 if titre else sum(d.origine for d in echues),
        "avoir": -sum(d.avoirs for d in echues),
        "interet": sum(ligne[-1] for d in echues for ligne in d.lignes),
        "indemnite": sum(d.frais_nes for d in echues),
        "paiement": -sum(d.paye for d in echues),
        "titre": sum(d.origine for d in echues) if titre else 0,
    }
    reste = {
        "principal": sum(d.principal for d in echues),
        "interets": sum(d.interets for d in echues),
        "indemnites": sum(d.frais for d in echues),
    }
    reste["total"] = sum(reste.values())
    assert reste["total"] == sum(lignes.values())
    reste["trop_percu"] = compte.trop_percu
    reste["a_echoir"] = sum(d.principal for d in dettes) - reste["principal"]
    segments = [
        (
            d.numero,
            compte.decimal(base),
            EXACT.divide(Decimal(taux.numerator), Decimal(taux.denominator)),
            debut,
            fin,
            jours,
            compte.decimal(montant),
        )
        for d in echues
        for base, taux, debut, fin, jours, montant in d.lignes
        if montant
    ]
    return {
        **{nom: compte.decimal(montant) for nom, montant in reste.items()},
        "lignes": {nom: compte.decimal(montant) for nom, montant in lignes.items()},
        "segments": sorted(segments),
    }
