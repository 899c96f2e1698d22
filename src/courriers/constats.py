"""Findings: what a person should look at, as values that can be listed, sorted and serialised.

A finding never interrupts; an exception does (see :mod:`courriers.erreurs`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class Gravite(StrEnum):
    """How much a finding matters, most serious first."""

    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"
    INFORMATION = "information"


class Code(StrEnum):
    """Every finding code. ``docs/constats.md`` explains each; a test keeps both lists equal."""

    # Le dossier
    CHAMP_INVALIDE = "CHAMP_INVALIDE"
    CHAMP_INCONNU = "CHAMP_INCONNU"
    CHAMP_MANQUANT = "CHAMP_MANQUANT"
    FICHIER_ILLISIBLE = "FICHIER_ILLISIBLE"
    VERSION_INCONNUE = "VERSION_INCONNUE"
    # Les sources
    CELLULE_CORRIGEE = "CELLULE_CORRIGEE"
    RESTE_DU_RETENU = "RESTE_DU_RETENU"
    LIGNES_LAISSEES = "LIGNES_LAISSEES"
    COLONNES_LAISSEES = "COLONNES_LAISSEES"
    IDENTIFIANT_ECARTE = "IDENTIFIANT_ECARTE"
    FACTURE_ECARTEE = "FACTURE_ECARTEE"
    FACTURE_A_VERIFIER = "FACTURE_A_VERIFIER"
    FACTURE_REDITE = "FACTURE_REDITE"
    SOURCE_A_VERIFIER = "SOURCE_A_VERIFIER"
    A_NOUVEAU_GLOBAL = "A_NOUVEAU_GLOBAL"
    ECRITURE_DESEQUILIBREE = "ECRITURE_DESEQUILIBREE"
    # Le décompte
    POSTERIEUR_AU_JOUR = "POSTERIEUR_AU_JOUR"
    FACTURE_A_ECHOIR = "FACTURE_A_ECHOIR"
    ECHEANCE_CALCULEE = "ECHEANCE_CALCULEE"
    RETENUE_EXCLUE = "RETENUE_EXCLUE"
    TAUX_SOUS_PLANCHER = "TAUX_SOUS_PLANCHER"
    PLANCHER_INCONNU = "PLANCHER_INCONNU"
    TAUX_A_RELIRE = "TAUX_A_RELIRE"
    TAUX_AJOUTE = "TAUX_AJOUTE"
    TAUX_A_SAISIR = "TAUX_A_SAISIR"
    BAREME_A_COMPLETER = "BAREME_A_COMPLETER"
    TERRITOIRE_A_RELIRE = "TERRITOIRE_A_RELIRE"
    INTERETS_ARRETES = "INTERETS_ARRETES"
    SELON_LE_TITRE = "SELON_LE_TITRE"
    ANTERIEUR_AU_TITRE = "ANTERIEUR_AU_TITRE"
    TITRE_SANS_INTERET = "TITRE_SANS_INTERET"
    TITRE_SANS_SIGNIFICATION = "TITRE_SANS_SIGNIFICATION"
    PENALITES_SANS_EFFET = "PENALITES_SANS_EFFET"
    SANS_MISE_EN_DEMEURE = "SANS_MISE_EN_DEMEURE"
    RECEPTION_SUPPOSEE = "RECEPTION_SUPPOSEE"
    FACTURE_POSTERIEURE_A_L_ENVOI = "FACTURE_POSTERIEURE_A_L_ENVOI"
    PAIEMENT_REPARTI = "PAIEMENT_REPARTI"
    ACOMPTE = "ACOMPTE"
    AVOIR_REPARTI = "AVOIR_REPARTI"
    AVOIR_EXCEDENTAIRE = "AVOIR_EXCEDENTAIRE"
    TROP_PERCU = "TROP_PERCU"
    INDEMNITE_HORS_EURO = "INDEMNITE_HORS_EURO"
    CLAUSE_PENALE_NON_COMPTEE = "CLAUSE_PENALE_NON_COMPTEE"
    CALCUL_NON_COUVERT = "CALCUL_NON_COUVERT"
    MODE_A_CHOISIR = "MODE_A_CHOISIR"
    # La lettre
    RIEN_A_RECLAMER = "RIEN_A_RECLAMER"
    FACTURE_ECHUE = "FACTURE_ECHUE"
    RECEPTION_ABSENTE = "RECEPTION_ABSENTE"
    ECHEANCE_PROCHE = "ECHEANCE_PROCHE"
    CREANCE_CEDEE = "CREANCE_CEDEE"
    CREANCE_CONTESTEE = "CREANCE_CONTESTEE"
    CREANCE_PRESCRITE = "CREANCE_PRESCRITE"
    PRESCRIPTION_PROCHE = "PRESCRIPTION_PROCHE"
    REGLE_A_RELIRE = "REGLE_A_RELIRE"
    ACCESSOIRE_INTERDIT = "ACCESSOIRE_INTERDIT"
    INTERETS_CUMULES = "INTERETS_CUMULES"
    FRAIS_INTERDITS = "FRAIS_INTERDITS"
    PROCEDURE_COLLECTIVE = "PROCEDURE_COLLECTIVE"
    SURENDETTEMENT = "SURENDETTEMENT"
    TITRE_EXECUTOIRE = "TITRE_EXECUTOIRE"
    ORDONNANCE_SIGNIFIEE = "ORDONNANCE_SIGNIFIEE"
    OUTRE_MER = "OUTRE_MER"
    EXECUTION_INCONNUE = "EXECUTION_INCONNUE"
    ECHEANCIER_EN_COURS = "ECHEANCIER_EN_COURS"
    ECHEANCIER_INEXACT = "ECHEANCIER_INEXACT"
    ECHEANCIER_A_JOUR = "ECHEANCIER_A_JOUR"
    RECONNAISSANCE = "RECONNAISSANCE"
    SOMME_A_ECRIRE = "SOMME_A_ECRIRE"
    CAUTION_A_INFORMER = "CAUTION_A_INFORMER"
    ACTEUR_NON_COUVERT = "ACTEUR_NON_COUVERT"
    MANDAT_POSTERIEUR = "MANDAT_POSTERIEUR"
    PREMIERE_LETTRE_ABSENTE = "PREMIERE_LETTRE_ABSENTE"
    SIGNATAIRE_SANS_QUALITE = "SIGNATAIRE_SANS_QUALITE"
    MENTIONS_R124_4 = "MENTIONS_R124_4"
    CODEBITEUR_NON_SOLIDAIRE = "CODEBITEUR_NON_SOLIDAIRE"
    DEBITEUR_DECEDE = "DEBITEUR_DECEDE"
    DEBITEUR_RADIE = "DEBITEUR_RADIE"
    DEBITEUR_ETRANGER = "DEBITEUR_ETRANGER"
    LRE_SANS_CONSENTEMENT = "LRE_SANS_CONSENTEMENT"
    SOLLICITATIONS_REPETEES = "SOLLICITATIONS_REPETEES"
    PREUVE_FAIBLE = "PREUVE_FAIBLE"
    PIECE_NON_JOINTE = "PIECE_NON_JOINTE"
    ADRESSE_TROP_LONGUE = "ADRESSE_TROP_LONGUE"
    LETTRE_ANTIDATEE = "LETTRE_ANTIDATEE"
    ENVOI_REPETE = "ENVOI_REPETE"
    ENVOI_PREMATURE = "ENVOI_PREMATURE"
    ETAPE_SAUTEE = "ETAPE_SAUTEE"
    ETAPE_DEPASSEE = "ETAPE_DEPASSEE"
    AUCUNE_ETAPE = "AUCUNE_ETAPE"
    IBAN_ABSENT = "IBAN_ABSENT"
    IMPUTE_SUR_ACCESSOIRES = "IMPUTE_SUR_ACCESSOIRES"
    MEDIATEUR_ABSENT = "MEDIATEUR_ABSENT"
    IMAGE_ILLISIBLE = "IMAGE_ILLISIBLE"
    CAUTION_SANS_MISE_EN_DEMEURE = "CAUTION_SANS_MISE_EN_DEMEURE"
    CAUTION_INTERETS_PERDUS = "CAUTION_INTERETS_PERDUS"
    CAUTION_INFORMATION_ANNUELLE = "CAUTION_INFORMATION_ANNUELLE"
    CAUTION_SANS_INDEMNITE = "CAUTION_SANS_INDEMNITE"
    CAUTION_PLAFOND = "CAUTION_PLAFOND"
    CAUTION_POSTERIEURE = "CAUTION_POSTERIEURE"
    CAUTION_DISPARUE = "CAUTION_DISPARUE"
    CAUTIONS_PLUSIEURS = "CAUTIONS_PLUSIEURS"
    CREANCE_A_DECLARER = "CREANCE_A_DECLARER"
    DECLARATION_TARDIVE = "DECLARATION_TARDIVE"
    DECLARATION_A_ENVOYER = "DECLARATION_A_ENVOYER"
    BODACC_ABSENT = "BODACC_ABSENT"
    PROCEDURE_A_VERIFIER = "PROCEDURE_A_VERIFIER"
    FACTURE_ET_JUGEMENT = "FACTURE_ET_JUGEMENT"
    PIECES_ABSENTES = "PIECES_ABSENTES"
    PIECE_SANS_FICHIER = "PIECE_SANS_FICHIER"
    PIECE_ILLISIBLE = "PIECE_ILLISIBLE"
    PIECE_MAL_NOMMEE = "PIECE_MAL_NOMMEE"
    PIECE_MODIFIEE = "PIECE_MODIFIEE"
    PIECE_SIGNEE = "PIECE_SIGNEE"
    PIECE_TROP_LOURDE = "PIECE_TROP_LOURDE"
    LIASSE_MELEE = "LIASSE_MELEE"
    LIASSE_ABSENTE = "LIASSE_ABSENTE"
    PDF_A_ABANDONNE = "PDF_A_ABANDONNE"
    QR_ABSENT = "QR_ABSENT"
    AUCUN_PAIEMENT = "AUCUN_PAIEMENT"
    SOLDE_RESTANT = "SOLDE_RESTANT"
    RENONCIATION_INTERDITE = "RENONCIATION_INTERDITE"
    ACCESSOIRES_ABANDONNES = "ACCESSOIRES_ABANDONNES"
    CONTESTATION_POSTERIEURE = "CONTESTATION_POSTERIEURE"
    RELECTURE = "RELECTURE"
    # Les voies
    VOIE_FERMEE = "VOIE_FERMEE"
    COMPETENCE_A_VERIFIER = "COMPETENCE_A_VERIFIER"
    AVOCAT_A_CONSTITUER = "AVOCAT_A_CONSTITUER"
    TENTATIVE_AMIABLE = "TENTATIVE_AMIABLE"
    REQUETE_POSSIBLE = "REQUETE_POSSIBLE"
    PLACEMENT_A_FAIRE = "PLACEMENT_A_FAIRE"
    DECRET_A_VERIFIER = "DECRET_A_VERIFIER"
    ORDONNANCE_NON_AVENUE = "ORDONNANCE_NON_AVENUE"
    ORDONNANCE_PARTIELLE = "ORDONNANCE_PARTIELLE"
    SIGNIFICATION_A_FAIRE = "SIGNIFICATION_A_FAIRE"
    COOBLIGE_HORS_DE_L_ACTE = "COOBLIGE_HORS_DE_L_ACTE"
    JURIDICTION_SANS_ADRESSE = "JURIDICTION_SANS_ADRESSE"
    EXECUTION_A_PROUVER = "EXECUTION_A_PROUVER"
    COMMISSAIRE_A_CHOISIR = "COMMISSAIRE_A_CHOISIR"
    GEL_PETITES_CREANCES = "GEL_PETITES_CREANCES"
    # Le gabarit
    GABARIT_INVALIDE = "GABARIT_INVALIDE"
    GABARIT_LENT = "GABARIT_LENT"
    BALISE_REPAREE = "BALISE_REPAREE"
    MODELE_JOINT_IGNORE = "MODELE_JOINT_IGNORE"
    PAPIER_A_VERIFIER = "PAPIER_A_VERIFIER"
    # Le modèle, tel que le contrôle le lit
    BALISE_ABIMEE = "BALISE_ABIMEE"
    BALISE_PAS_SEULE = "BALISE_PAS_SEULE"
    BALISE_NON_REMPLIE = "BALISE_NON_REMPLIE"
    BLOC_NON_FERME = "BLOC_NON_FERME"
    BLOC_CROISE = "BLOC_CROISE"
    BOUCLE_MAL_PLACEE = "BOUCLE_MAL_PLACEE"
    NOM_INCONNU = "NOM_INCONNU"
    FILTRE_INCONNU = "FILTRE_INCONNU"
    CALCUL_DANS_LE_MODELE = "CALCUL_DANS_LE_MODELE"
    EXPRESSION_INTERDITE = "EXPRESSION_INTERDITE"
    CHAMP_NON_GARDE = "CHAMP_NON_GARDE"
    GROUPE_NON_GARDE = "GROUPE_NON_GARDE"
    MENTION_MANQUANTE = "MENTION_MANQUANTE"
    MENTION_INTERDITE = "MENTION_INTERDITE"
    MONTANT_TAPE = "MONTANT_TAPE"
    DATE_TAPEE = "DATE_TAPEE"
    NOM_TAPE = "NOM_TAPE"
    IBAN_TAPE = "IBAN_TAPE"
    TAUX_TAPE = "TAUX_TAPE"
    MACROS = "MACROS"
    OBJET_INCORPORE = "OBJET_INCORPORE"
    CONTENU_EXTERIEUR = "CONTENU_EXTERIEUR"
    MODIFICATIONS_SUIVIES = "MODIFICATIONS_SUIVIES"
    COMMENTAIRE_LAISSE = "COMMENTAIRE_LAISSE"
    DONNEE_PERSONNELLE = "DONNEE_PERSONNELLE"
    ESSAI_REFUSE = "ESSAI_REFUSE"
    # Le PDF
    MISE_EN_PAGE_APPROCHEE = "MISE_EN_PAGE_APPROCHEE"
    POLICE_REMPLACEE = "POLICE_REMPLACEE"
    POLICE_INCOMPLETE = "POLICE_INCOMPLETE"
    TEXTE_DEPLACE = "TEXTE_DEPLACE"
    TEXTE_PERDU = "TEXTE_PERDU"
    # Le dépôt chez l'imprimeur
    PDF_A_REFAIRE = "PDF_A_REFAIRE"
    FENETRE_A_REVOIR = "FENETRE_A_REVOIR"
    LETTRE_CHANGEE = "LETTRE_CHANGEE"
    LETTRE_RETIREE = "LETTRE_RETIREE"
    LETTRE_NON_DEPOSEE = "LETTRE_NON_DEPOSEE"
    LETTRE_POSTDATEE = "LETTRE_POSTDATEE"
    DEPOT_REPRIS = "DEPOT_REPRIS"
    EXCLUSION_SANS_DOSSIER = "EXCLUSION_SANS_DOSSIER"
    # Le répertoire et son journal
    FICHIER_ABSENT = "FICHIER_ABSENT"
    FICHIER_HORS_JOURNAL = "FICHIER_HORS_JOURNAL"
    FICHIER_DISPUTE = "FICHIER_DISPUTE"
    CHEMIN_HORS_DU_LOT = "CHEMIN_HORS_DU_LOT"
    JOURNAL_INCOHERENT = "JOURNAL_INCOHERENT"
    ENVOI_EN_DOUBLE = "ENVOI_EN_DOUBLE"
    MODELE_CHANGE = "MODELE_CHANGE"
    PURGE_INCOMPLETE = "PURGE_INCOMPLETE"
    # Le recalcul d'une lettre
    RECALCUL_FAUX = "RECALCUL_FAUX"
    TAUX_NON_VERIFIE = "TAUX_NON_VERIFIE"
    TAUX_REVUS = "TAUX_REVUS"


@dataclass(frozen=True, slots=True)
class Lieu:
    """Where a finding stands. Every part is optional; ``str()`` joins those that are known."""

    fichier: str | None = None
    champ: str | None = None
    """Path in the case, as ``factures[2].echeance`` (index from 0)."""
    partie: str | None = None
    """Part of a Word file: ``corps``, ``en-tête``, ``pied de page``…"""
    paragraphe: int | None = None
    """Paragraph of the part, from 1."""
    ligne: int | None = None
    """Line of a text file, or row of a table, from 1."""
    cellule: str | None = None
    colonne: int | None = None
    extrait: str | None = None
    """The text around, in a Word file; never printed with the place."""
    mots: str | None = None
    """The very words, in that text; never printed with the place either."""

    def __str__(self) -> str:
        noms = {"paragraphe": "paragraphe ", "ligne": "ligne ", "colonne": "colonne "}
        morceaux = []
        for attribut in fields(self):
            valeur = getattr(self, attribut.name)
            if valeur is not None and attribut.name not in ("extrait", "mots"):
                morceaux.append(f"{noms.get(attribut.name, '')}{valeur}")
        return ", ".join(morceaux)

    def as_dict(self) -> dict[str, Any]:
        """The known parts only."""
        return {a.name: v for a in fields(self) if (v := getattr(self, a.name)) is not None}


@dataclass(frozen=True, slots=True)
class Constat:
    """One finding: what was found, where, how serious it is and what to do about it."""

    code: Code
    gravite: Gravite
    message: str
    lieu: Lieu = Lieu()
    conseil: str = ""
    fondement: str = ""
    """The text the rule rests on, where there is one: « C. civ., art. 1310 »."""

    def __str__(self) -> str:
        lieu = f"{self.lieu} : " if str(self.lieu) else ""
        conseil = f" {self.conseil}" if self.conseil else ""
        return f"{lieu}{self.message}{conseil}"

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "code": str(self.code),
            "gravite": str(self.gravite),
            "lieu": self.lieu.as_dict(),
            "message": self.message,
            "conseil": self.conseil,
            "fondement": self.fondement,
        }


def erreur(
    code: Code, message: str, conseil: str = "", lieu: Lieu | None = None, *, fondement: str = ""
) -> Constat:
    """A finding of severity ``erreur``."""
    return Constat(code, Gravite.ERREUR, message, lieu or Lieu(), conseil, fondement)


def avertissement(
    code: Code, message: str, conseil: str = "", lieu: Lieu | None = None, *, fondement: str = ""
) -> Constat:
    """A finding of severity ``avertissement``."""
    return Constat(code, Gravite.AVERTISSEMENT, message, lieu or Lieu(), conseil, fondement)


def information(
    code: Code, message: str, conseil: str = "", lieu: Lieu | None = None, *, fondement: str = ""
) -> Constat:
    """A finding of severity ``information``."""
    return Constat(code, Gravite.INFORMATION, message, lieu or Lieu(), conseil, fondement)


@dataclass(frozen=True, slots=True)
class Rapport:
    """The findings of one job, most serious first, in the order found within one severity."""

    constats: tuple[Constat, ...] = ()

    @classmethod
    def de(cls, constats: Iterable[Constat]) -> Rapport:
        """A report of *constats*, sorted and without exact repeats."""
        uniques = dict.fromkeys(constats)
        return cls(tuple(sorted(uniques, key=lambda c: list(Gravite).index(c.gravite))))

    @property
    def erreurs(self) -> tuple[Constat, ...]:
        """Only the findings of severity ``erreur``."""
        return tuple(c for c in self.constats if c.gravite is Gravite.ERREUR)
