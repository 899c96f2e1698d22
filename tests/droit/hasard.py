"""Random raw cases for the statement of account: the same seed gives the same case."""

from __future__ import annotations

import random
from datetime import date, timedelta

PREMIER, DERNIER = date(2015, 1, 2), date(2026, 12, 31)
MODES = ("suppletif", "convenu", "multiple_legal", "legal")
IMPUTATIONS = ("accessoires_d_abord", "interets_d_abord", "capital_d_abord")
NATURES = ("prestation", "vente", "transport", "communications_electroniques")
METROPOLE = {"lignes": ["1 rue Haute"], "code_postal": "38000", "ville": "Grenoble"}
OUTRE_MER = (
    {"lignes": ["1 rue du Port"], "code_postal": "98713", "ville": "Papeete"},
    {"lignes": ["1 rue du Port"], "code_postal": "98800", "ville": "Nouméa", "pays": "FR"},
    {"lignes": ["1 rue du Port"], "code_postal": "98713", "ville": "Papeete", "pays": "PF"},
    {"lignes": ["1 rue du Port"], "code_postal": "98800", "ville": "Nouméa", "pays": "NC"},
)
AILLEURS = (
    {"lignes": ["1 rue du Port"], "code_postal": "98600", "ville": "Mata-Utu"},
    {"lignes": ["1 rue du Port"], "code_postal": "97400", "ville": "Saint-Denis"},
)


class _Tirage:
    """One case being drawn."""

    def __init__(self, graine):
        self.r = random.Random(graine)  # noqa: S311
        self.au = self.jour(date(2016, 1, 1), DERNIER)
        self.reperes = [self.au]
        self.outre_mer = self.chance(0.06)
        self.devise = self.un_de(("XPF", "XPF", "EUR")) if self.outre_mer else None
        if self.devise is None and self.chance(0.06):
            self.devise = self.un_de(("CHF", "XPF"))

    def chance(self, part):
        return self.r.random() < part

    def un_de(self, choix):
        return self.r.choice(list(choix))

    def jour(self, debut, fin):
        """Draw a day between two bounds, often one where a half-year or February ends."""
        debut, fin = max(debut, PREMIER), min(max(fin, debut, PREMIER), date(2027, 6, 30))
        if self.r.random() < 0.25:
            annee = self.r.randint(debut.year, fin.year)
            mois, quantieme = self.un_de(((6, 30), (7, 1), (12, 31), (1, 1), (2, 28), (3, 1)))
            bissextile = annee % 4 == 0 and (mois, quantieme) == (2, 28)
            remarquable = date(annee, mois, 29 if bissextile else quantieme)
            if debut <= remarquable <= fin:
                return remarquable
        return debut + timedelta(days=self.r.randint(0, (fin - debut).days))

    def proche(self, debut, fin, part=0.35):
        """Draw a day, often the very day of something else or the next one."""
        if self.chance(part):
            repere = self.un_de(self.reperes) + timedelta(days=self.un_de((-1, 0, 0, 1)))
            if debut <= repere <= fin:
                return repere
        return self.jour(debut, fin)

    def montant(self, plafond=None):
        """Draw an amount, and write it in one of the ways a case may bear."""
        if plafond is None:
            plafond = self.un_de((100, 5_000, 100_000, 1_000_000, 100_000_000))
            if self.chance(0.3):
                plafond = self.un_de((10_000, 100_000, 250_000, 1_000_000))
                return self.ecrit(plafond)
        return self.ecrit(self.r.randint(1, max(1, plafond)))

    def ecrit(self, centimes):
        if self.devise == "XPF":
            return centimes if self.chance(0.2) else str(centimes)
        if centimes % 100 == 0 and self.chance(0.3):
            return centimes // 100
        return f"{centimes // 100}.{centimes % 100:02d}"

    def centimes(self, ecrit):
        return int(ecrit) if self.devise == "XPF" else round(float(ecrit) * 100)

    # ---- the parties

    def parties(self):
        particulier = {"type": "particulier", "civilite": "Mme", "prenom": "Anne", "nom": "Morel"}
        entrepreneur = {"type": "entrepreneur_individuel", "prenom": "Paul", "nom": "Roux"}
        societe = {"type": "societe", "denomination": "Ateliers Vasseur", "forme_juridique": "SARL"}
        association = {"type": "association", "denomination": "Les Amis du Lac"}
        creancier = dict(
            self.r.choices((societe, entrepreneur, particulier, association), (70, 12, 12, 6))[0]
        )
        if creancier["type"] == "particulier" and self.chance(0.75):
            creancier["activite_professionnelle"] = False
        elif self.chance(0.1):
            creancier["activite_professionnelle"] = creancier["type"] != "entrepreneur_individuel"
        qualite = self.r.choices(
            ("professionnel", "consommateur", "non_professionnel", "personne_publique"),
            (58, 14, 10, 18),
        )[0]
        debiteur = {
            "professionnel": self.un_de((societe, societe, societe, entrepreneur, association)),
            "consommateur": particulier,
            "non_professionnel": self.un_de((association, societe, entrepreneur)),
            "personne_publique": {"type": "personne_publique", "denomination": "Ville de Grenoble"},
        }[qualite]
        debiteur = {**debiteur, "qualite": qualite}
        if qualite == "personne_publique":
            debiteur["regime"] = self.r.choices(("ccp", "l441-10", "civil"), (6, 3, 2))[0]
            if debiteur["regime"] == "ccp" and self.chance(0.4):
                debiteur["delai_jours"] = self.un_de((30, 50, 60))
        for personne in (creancier, debiteur):
            personne["adresse"] = dict(METROPOLE if self.chance(0.96) else self.un_de(AILLEURS))
        if self.outre_mer:
            self.un_de((creancier, debiteur))["adresse"] = dict(self.un_de(OUTRE_MER))
        return creancier, debiteur

    # ---- the invoices and what reduces them

    def delais(self, emise):
        dates = {}
        if self.chance(0.8):
            delai = timedelta(days=self.un_de((0, 15, 30, 30, 45, 60, self.r.randint(0, 90))))
            dates["echeance"] = emise + delai
            if self.chance(0.15):
                dates["echeance"] = max(emise, self.proche(emise, self.au))
        if self.chance(0.2 if dates else 0.6):
            dates["recue_le"] = emise + timedelta(days=self.r.randint(0, 12))
        if self.chance(0.2 if "echeance" in dates else 0.5):
            dates["executee_le"] = emise + timedelta(days=self.r.randint(-25, 25))
        return dates

    def factures(self):
        nombre = self.r.choices(range(1, 7), (30, 25, 18, 12, 9, 6))[0]
        recul = self.un_de((150, 400, 800, 1100))
        numeros = [f"F{n}" for n in range(1, nombre + 1)]
        if self.chance(0.3):
            numeros = [f"F{self.r.randint(1, 30)}-{lettre}" for lettre in "fedcba"[:nombre]]
        commun = None
        for numero in numeros:
            emise = self.jour(self.au - timedelta(days=recul), self.au - timedelta(days=20))
            if self.chance(0.12):
                emise = self.proche(self.au - timedelta(days=40), self.au + timedelta(days=3))
            facture = {"numero": numero, "date": emise, "montant_ttc": self.montant()}
            facture |= self.delais(emise)
            if commun and self.chance(0.4):  # twin debts, for the share in proportion
                facture |= {c: commun[c] for c in commun if c in ("date", "echeance")}
                for champ in ("recue_le", "executee_le"):
                    facture.pop(champ, None)
                if "echeance" not in commun:
                    facture.pop("echeance", None)
                if self.chance(0.5):
                    facture["montant_ttc"] = commun["montant_ttc"]
            centimes = self.centimes(facture["montant_ttc"])
            if centimes > 20 and self.chance(0.08):
                facture["retenue_garantie"] = self.ecrit(max(1, centimes * 5 // 100))
            if self.chance(0.3):
                facture["nature"] = self.un_de(NATURES)
            commun = commun or facture
            self.reperes += [facture["date"], facture.get("echeance", facture["date"])]
            yield facture

    def avoirs(self, factures):
        for rang in range(self.r.choices(range(5), (62, 20, 10, 5, 3))[0]):
            visee = self.un_de(factures)
            entier = self.centimes(visee["montant_ttc"]) - self.centimes(
                visee.get("retenue_garantie", 0)
            )
            montant = self.montant(entier)
            if self.chance(0.15):
                montant = self.ecrit(entier)
            elif self.chance(0.06):
                montant = self.ecrit(entier + self.r.randint(1, 5000))
            avoir = {
                "numero": f"A{rang + 1}",
                "type": "avoir",
                "date": self.proche(visee["date"], self.au + timedelta(days=2)),
                "montant_ttc": montant,
            }
            if self.chance(0.7):
                avoir["sur_facture"] = visee["numero"]
            if self.chance(0.8):
                avoir["motif"] = self.un_de(("rectification", "geste"))
            self.reperes.append(avoir["date"])
            yield avoir

    def paiements(self, factures):
        for _ in range(self.r.choices(range(7), (18, 25, 20, 15, 10, 7, 5))[0]):
            visee = self.un_de(factures)
            entier = self.centimes(visee["montant_ttc"])
            montant = self.montant(
                self.un_de((entier, entier // 2, entier // 5, entier // 10, 200))
            )
            if self.chance(0.12):
                montant = self.ecrit(entier + self.un_de((0, 0, 1, 4000, 4001)))
            debut = visee["date"] - timedelta(days=40 if self.chance(0.15) else 0)
            paiement = {
                "date": self.proche(max(debut, PREMIER), self.au + timedelta(days=2)),
                "montant": montant,
            }
            if self.chance(0.55):
                paiement["facture"] = visee["numero"]
            self.reperes.append(paiement["date"])
            yield paiement

    # ---- what changes the law of the case

    def conditions(self, creancier, debiteur, factures):
        affaires = debiteur["qualite"] == "professionnel" and creancier.get(
            "activite_professionnelle", True
        )
        penalites, conditions = None, {}
        if self.outre_mer:
            penalites = {"mode": "convenu"} if self.chance(0.97) else {"mode": "suppletif"}
        elif self.chance(0.6 if affaires else 0.15):
            penalites = {"mode": self.un_de(MODES)}
        if affaires and self.chance(0.06):
            self.un_de(factures)["nature"] = self.un_de(("bail_commercial", "charges_copropriete"))
        discute = "association" in (creancier["type"], debiteur["type"]) or any(
            f.get("nature") in ("bail_commercial", "charges_copropriete") for f in factures
        )
        if affaires and discute and not penalites and self.chance(0.97):
            penalites = {"mode": self.un_de(MODES)}
        if penalites:
            if penalites["mode"] == "convenu":
                penalites["taux"] = self.un_de(("0.00", "2.5", "8.00", "9.40", "12.00", 15, "3.03"))
            if penalites["mode"] == "multiple_legal":
                penalites["multiple"] = self.un_de(("1.5", "2", 3, "3.5", "5.00"))
            if self.chance(0.6):
                penalites["sous_plancher"] = self.un_de(("convenu", "plancher", "suppletif"))
            conditions["penalites"] = penalites
        if self.chance(0.6):
            conditions["imputation"] = self.un_de(IMPUTATIONS)
        if self.chance(0.4):
            conditions["base_jours"] = self.un_de(("365", "act_act", "act_act"))
        if self.chance(0.15):
            conditions["capitalisation"] = {
                "fondement": "Article 9 du contrat",
                "depuis": self.proche(self.au - timedelta(days=1100), self.au),
            }
        return conditions

    def envois(self, factures):
        for _ in range(self.r.choices(range(4), (15, 45, 25, 15))[0]):
            visee = self.un_de(factures)
            debut = visee["date"] + timedelta(days=self.un_de((0, 40)))
            jour = self.proche(debut, max(debut, self.au) + timedelta(days=2))
            envoi = {"niveau": "mise-en-demeure", "date": jour, "canal": "lrar"}
            if self.chance(0.25):
                envoi["niveau"] = self.un_de(("relance-courtoise", "seconde-relance"))
            if self.chance(0.25):
                envoi["mise_en_demeure"] = self.chance(0.7)
            presente = jour + timedelta(days=self.r.randint(0, 4))
            if self.chance(0.4):
                envoi["presente_le"] = presente
            if self.chance(0.6):
                envoi["recu_le"] = presente + timedelta(days=self.r.randint(0, 14))
            elif self.chance(0.2):
                envoi["retour"] = self.un_de(("npai", "refuse", "non_reclame"))
            if self.chance(0.4):
                envoi["factures"] = self.r.sample(
                    [f["numero"] for f in factures], self.r.randint(1, len(factures))
                )
            elif self.chance(0.1):
                envoi["factures"] = []
            self.reperes.append(envoi.get("recu_le", jour))
            yield envoi

    def titre(self, debut):
        rendu = self.proche(debut, self.au + timedelta(days=20))
        titre = {
            "type": self.r.choices(
                ("jugement", "ordonnance", "accord_commissaire", "acte_notarie"), (5, 5, 1, 1)
            )[0],
            "date": rendu,
            "principal": self.montant(),
        }
        if self.chance(0.75):
            titre["signifie_le"] = rendu + timedelta(days=self.r.randint(0, 150))
        if self.chance(0.35 if not self.outre_mer else 0.95):
            titre["taux_interets"] = self.un_de(("3.5", "6.00", "12", "0"))
        if self.chance(0.35):
            titre["interets_depuis"] = self.proche(rendu - timedelta(days=500), rendu)
        for champ in ("article_700", "depens"):
            if self.chance(0.5):
                titre[champ] = self.montant(100_000)
        return titre

    def dossier(self):
        creancier, debiteur = self.parties()
        factures = list(self.factures())
        debut = min(f["date"] for f in factures)
        brut = {"version": 1, "reference": "H-1", "creancier": creancier, "debiteur": debiteur}
        if self.devise:
            brut["devise"] = self.devise
        documents = factures + list(self.avoirs(factures))
        brut["paiements"] = list(self.paiements(factures))
        if self.chance(0.3):
            self.r.shuffle(documents)
            self.r.shuffle(brut["paiements"])
        brut["factures"] = documents
        brut["conditions"] = self.conditions(creancier, debiteur, factures)
        affaires = debiteur["qualite"] == "professionnel"
        if not affaires or self.chance(0.5):
            brut["envois"] = list(self.envois(factures))
        if debiteur["type"] not in ("particulier", "personne_publique") and self.chance(0.1):
            brut["procedure_collective"] = {
                "type": self.un_de(("sauvegarde", "redressement", "liquidation")),
                "date_jugement": self.proche(debut, self.au + timedelta(days=10)),
            }
        physique = debiteur["type"] in ("particulier", "entrepreneur_individuel")
        if physique and self.chance(0.15):
            jour = self.proche(debut, self.au + timedelta(days=10))
            brut["surendettement"] = {"date_recevabilite": jour}
        if self.chance(0.12):
            brut["titre_executoire"] = self.titre(debut)
        if self.chance(0.01):
            for facture in factures:
                facture["nature"] = self.un_de(("loyer_habitation", "credit_consommation"))
        return brut


def _ecrire(valeur):
    """Turn the days into the text of a JSON file."""
    if isinstance(valeur, dict):
        return {cle: _ecrire(v) for cle, v in valeur.items()}
    if isinstance(valeur, list):
        return [_ecrire(v) for v in valeur]
    return valeur.isoformat() if isinstance(valeur, date) else valeur


def cas(graine: int) -> tuple[dict, date]:
    """Give the raw case of that seed, and the day on which to close its account."""
    tirage = _Tirage(graine)
    return _ecrire(tirage.dossier()), tirage.au
