"""The two routes that are no action for payment: the claim in insolvency, the public claim."""

from __future__ import annotations

from courriers.droit.calendrier import delai_de_declaration
from courriers.droit.regles.declaration import OUVERTURE
from courriers.droit.titre import titre_en_vigueur
from courriers.droit.voies.faits import Faits
from courriers.droit.voies.modele import (
    Motif,
    TentativeAmiable,
    Voie,
    condition,
    ferme,
    ouvre,
)
from courriers.langue.typographie import date_longue

_SANS_OBJET = TentativeAmiable(False, "l’article 750-1 du CPC n’est pas en cause")


def declaration_de_creance(faits: Faits) -> Voie:
    """The claim declared in insolvency proceedings (C. com., art. L622-24)."""
    motifs: list[Motif] = []
    procedure = faits.dossier.procedure_collective
    if procedure is None or not faits.en_procedure_collective:
        motifs.append(
            ferme("le dossier ne porte aucune procédure collective", "C. com., art. L622-24")
        )
    else:
        quand = date_longue(procedure.date_jugement)
        motifs.append(ouvre(f"{procedure.type} ouverte le {quand}", "C. com., art. L622-24"))
        if faits.dossier.debiteur.qualite == "personne_publique":
            article = f"C. com., art. {OUVERTURE[procedure.type]}"
            motifs.append(ferme("aucune ne s’ouvre contre une personne publique", article))
        motifs += _le_delai(faits)
        if procedure.mandataire_judiciaire is None:
            motifs.append(
                condition(
                    "le dossier ne nomme ni mandataire judiciaire ni liquidateur "
                    "(procedure_collective.mandataire_judiciaire)",
                    "C. com., art. L622-24",
                )
            )
        tardives = [
            f.numero
            for f in faits.dossier.factures
            if not f.est_avoir and (f.executee_le or f.date) >= procedure.date_jugement
        ]
        if tardives and titre_en_vigueur(faits.dossier, faits.au) is None:
            motifs.append(
                condition(
                    f"née après le jugement, la créance de {', '.join(tardives)} peut avoir un "
                    "régime propre",
                    "C. com., art. L622-17",
                )
            )
    if faits.decompte is not None and faits.decompte.total + faits.decompte.a_echoir <= 0:
        motifs.append(ferme(f"rien n’est dû au {date_longue(faits.au)}", "C. com., art. L622-24"))
    cession = faits.dossier.cession
    if cession is not None and cession.date <= faits.au:
        motifs.append(ferme(f"la créance a été cédée à {cession.a}", "C. civ., art. 1321"))
    return Voie(
        nom="declaration_de_creance",
        titre="Déclaration de créance",
        motifs=tuple(motifs),
        competence="mandataire judiciaire ou liquidateur désigné par le jugement "
        "(C. com., art. L622-24)",
        tentative_amiable=_SANS_OBJET,
        delai=faits.menace("declaration"),
    )


def _le_delai(faits: Faits) -> list[Motif]:
    terme = delai_de_declaration(faits.dossier, faits.bareme)
    if terme is None:
        return [
            condition(
                "deux mois de la publication au BODACC : le dossier n’en donne pas la date "
                "(procedure_collective.date_bodacc)",
                "C. com., art. R622-24",
            )
        ]
    if faits.au > terme:
        return [
            ferme(
                f"le délai est expiré depuis le {date_longue(terme)} : seul un relevé de "
                "forclusion, dans les six mois, rouvre cette voie",
                "C. com., art. L622-26 et R622-24",
            )
        ]
    return [condition(f"à recevoir au plus tard le {date_longue(terme)}", "C. com., art. R622-24")]


def reclamation_administrative(faits: Faits) -> Voie:
    """The claim against a public body, then the administrative judge."""
    motifs = [*faits.obstacles]
    debiteur = faits.debiteur_public
    if debiteur is None:
        motifs.append(ferme("le débiteur n’est pas une personne publique", "CCP, art. L2192-10"))
    elif debiteur.regime == "civil":
        motifs.append(
            ferme(
                "le contrat est dit de droit privé (debiteur.regime « civil ») : juge judiciaire ; "
                "une réclamation écrite interrompt pourtant la prescription",
                "loi n° 68-1250 du 31 décembre 1968, art. 2",
            )
        )
    else:
        motifs.append(
            ouvre(
                "réclamation écrite à l’ordonnateur, qui énonce le différend, les montants et les "
                "bases de calcul",
                "CCP, art. L2192-12 et L2192-13",
            )
        )
        if debiteur.regime == "l441-10":
            motifs.append(
                condition("si le contrat est administratif ; sinon, le juge judiciaire",
                          "CCP, art. L2192-11")
            )  # fmt: skip
    if debiteur is not None:
        motifs.append(
            condition(
                "toute demande écrite interrompt la prescription de quatre ans",
                "loi n° 68-1250 du 31 décembre 1968, art. 2",
            )
        )
    motifs += faits.prescription_opposable()
    return Voie(
        nom="reclamation_administrative",
        titre="Réclamation à une personne publique, puis juge administratif",
        motifs=tuple(motifs),
        competence="ordonnateur, puis tribunal administratif, aussi en référé-provision "
        "(CJA, art. R541-1)",
        tentative_amiable=_SANS_OBJET,
        delai=faits.menace("prescription"),
    )
