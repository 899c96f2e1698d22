"""What closes the simplified recovery of small claims to a case.

Sources: CPCE, art. L125-1 (a claim of contract or statute, below a ceiling), R125-1 (a commissaire
de justice of the court of appeal where the debtor lives; principal and interest « ne doit pas
excéder » the ceiling, so the bound is inside, and the 40 € are outside) and L126-1 to L126-5 (law
n° 2026-307 of 23 April 2026: claims invoiced between traders have their own procedure, and leave
this one; a request dated before that law is refused alike).
A dispute does not close it: the text asks for no certain claim, and the debtor may refuse.
A late-payment penalty is moratory interest (Cass. com., 24 avril 2024, n° 22-24.275): it counts.
Whether the claim is of contract or statute, a case does not tell: its « fondement » is printed.
"""

from __future__ import annotations

from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.dossier.modele import Dossier
from courriers.dossier.pays import est_francais
from courriers.dossier.personnes import PersonnePublique
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte
from courriers.droit.voies.faits import est_commercant
from courriers.langue.typographie import montant


def empechements_petites_creances(
    dossier: Dossier, decompte: Decompte, bareme: Bareme | None = None
) -> list[Constat]:
    """Every reason why the small claims procedure is closed to *dossier*."""
    return [
        *_le_debiteur(dossier),
        *_les_commercants(dossier),
        *_la_somme(decompte, bareme or decompte.regime.bareme),
    ]


def a_savoir_petites_creances(dossier: Dossier) -> list[Constat]:
    """What to complete before the request goes."""
    if dossier.commissaire is not None:
        return []
    return [
        avertissement(
            Code.COMMISSAIRE_A_CHOISIR,
            "le dossier ne nomme pas de commissaire de justice : la demande est adressée à « une "
            "étude du ressort » (CPCE, art. R125-1).",
            "Choisissez-en un du ressort de la cour d’appel où demeure le débiteur ; complétez "
            "« commissaire », ou l’adresse dans Word.",
            Lieu(champ="commissaire"),
        )
    ]


def _le_debiteur(dossier: Dossier) -> Iterator[Constat]:
    debiteur = dossier.debiteur
    if isinstance(debiteur, PersonnePublique):
        yield erreur(
            Code.VOIE_FERMEE,
            "le débiteur est une personne publique, contre qui ni l’article L125-1 du CPCE ni "
            "l’article L126-1 n’ont d’utilité : ses biens sont insaisissables (CPCE, "
            "art. L111-1, al. 3), et le titre que délivre un commissaire de justice ne pourrait "
            "pas être exécuté.",
            "Saisissez l’ordonnateur, puis le juge compétent.",
            Lieu(champ="debiteur.type"),
            fondement="CPCE, art. L111-1, al. 3",
        )
    if not est_francais(debiteur.adresse.pays):
        yield erreur(
            Code.VOIE_FERMEE,
            "le débiteur ne demeure pas en France : aucun commissaire de justice n’est du ressort "
            "de son domicile (CPCE, art. L125-1 et R125-1).",
            lieu=Lieu(champ="debiteur.adresse.pays"),
            fondement="CPCE, art. L125-1 et R125-1",
        )


def _les_commercants(dossier: Dossier) -> Iterator[Constat]:
    """Two traders are refused; a doubt that could hide two traders is asked about."""
    parties = {
        "creancier": est_commercant(
            dossier.creancier, profane=not dossier.creancier.activite_professionnelle
        ),
        "debiteur": est_commercant(
            dossier.debiteur, profane=dossier.debiteur.qualite != "professionnel"
        ),
    }
    if False in parties.values():
        return
    if None not in parties.values():
        yield erreur(
            Code.VOIE_FERMEE,
            "la créance est facturée entre commerçants : elle ne relève plus des petites créances "
            "(CPCE, art. L125-1), mais des créances commerciales incontestées (CPCE, art. L126-1 "
            "à L126-5, loi n° 2026-307 du 23 avril 2026).",
            "Vérifiez d’abord si le décret d’application et le tarif de cette autre procédure "
            "sont parus.",
            fondement="CPCE, art. L125-1 et L126-1",
        )
    for nom, commercant in parties.items():
        if commercant is None:
            yield erreur(
                Code.CHAMP_MANQUANT,
                "les petites créances sont fermées à une facture entre commerçants (CPCE, "
                "art. L125-1 et L126-1), et le dossier ne dit pas si cette partie l’est.",
                "Répondez par true ou false.",
                Lieu(champ=f"{nom}.commercant"),
                fondement="CPCE, art. L125-1 et L126-1",
            )


def _la_somme(decompte: Decompte, bareme: Bareme) -> Iterator[Constat]:
    somme = decompte.principal + decompte.interets
    if decompte.devise != "EUR":
        yield erreur(
            Code.VOIE_FERMEE,
            f"la créance est en {decompte.devise} et le plafond de cette procédure en euros (CPCE, "
            "art. R125-1) : rien n’est converti.",
            lieu=Lieu(champ="devise"),
            fondement="CPCE, art. R125-1",
        )
        return
    plafond = bareme.plafond_petites_creances(decompte.au)
    if plafond == 0:
        yield erreur(
            Code.VOIE_FERMEE,
            f"cette procédure n’existait pas le {decompte.au:%d/%m/%Y} (CPCE, art. L125-1 et "
            "R125-1 ; décret n° 2016-285 du 9 mars 2016).",
            fondement="CPCE, art. R125-1",
        )
    elif somme > plafond:
        yield erreur(
            Code.VOIE_FERMEE,
            f"la créance est de {montant(somme)} en principal et intérêts, et le plafond de cette "
            f"procédure de {montant(plafond)} (CPCE, art. L125-1 et R125-1).",
            "La créance ne se divise pas pour y entrer.",
            fondement="CPCE, art. R125-1",
        )
