"""One letter: a case, a pack and a day, filled, then read back before anyone sees it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from courriers.constats import Code, Constat, Gravite, Lieu, Rapport, information
from courriers.document.moteur import PieceJointe
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte
from courriers.droit.escalade import constats_escalade
from courriers.droit.identite import mentions_manquantes
from courriers.erreurs import LettreRefusee
from courriers.langue.accords import enumeration
from courriers.lettre.brouillon import Brouillon, jointes_de, sont_joints
from courriers.lettre.canaux import constats_du_canal, manques_du_canal
from courriers.lettre.contexte import contexte, factures_visees, somme_reclamee
from courriers.lettre.decompte_du_pack import decompte_du
from courriers.lettre.decompte_joint import decompte_joint
from courriers.lettre.gardes import a_savoir_de, champs_exiges, gardes
from courriers.lettre.images import images_du
from courriers.lettre.lettre_finie import DocumentRempli, Lettre
from courriers.lettre.manifeste import DocumentDuPack
from courriers.lettre.pack import Pack
from courriers.lettre.pieces import Jointe
from courriers.lettre.qr import code_de_paiement
from courriers.lettre.relecture import Lecture, est_de_typographie, relire
from courriers.lettre.relecture.papier import constats_du_papier, textes_du
from courriers.lettre.suite import numero_de_suivi
from courriers.monnaie import calcul


def compose(
    dossier: Dossier,
    pack: Pack,
    au: datetime.date,
    *,
    canal: str | None = None,
    numero_suivi: str | None = None,
    qr: bool = False,
    bareme: Bareme | None = None,
    caution: int = 1,
) -> Lettre:
    """Write the letter of *pack* for *dossier* on *au*, and proof-read it.

    Safe in threads; nothing global is touched.

    Args:
        dossier: the case.
        pack: the step.
        au: the day of the letter, and the closing day of its statement; that of a claim in
            insolvency is closed on the day of the judgment.
        canal: how it goes, among those of the pack; the first by default.
        numero_suivi: number of the registered letter; printed without « n° » until it is known.
        qr: also print the transfer as a QR code; a finding says why when it cannot be.
        bareme: rates to use; those of this version by default.
        caution: which guarantor a letter to a guarantor is for, from 1.

    Raises:
        LettreRefusee: the law forbids this letter, the case lacks a field it needs, or the
            finished letter fails proof-reading; ``code`` names the first reason.
        TauxInconnu, CalculNonCouvert: the statement cannot be made.
        GabaritInvalide: the template is faulty.
    """
    canal = canal or pack.manifeste.canaux[0]
    if canal not in pack.manifeste.canaux:
        raise ValueError(
            f"canal « {canal} » absent de {pack.nom}, qui a {enumeration(pack.manifeste.canaux)}"
        )
    if numero_suivi is not None:
        numero_suivi = numero_de_suivi(numero_suivi, canal)
    manquants = [
        *champs_exiges(dossier, pack),
        *manques_du_canal(dossier, pack, canal),
        *mentions_manquantes(dossier),
    ]
    decompte = decompte_du(dossier, pack, au, bareme=bareme, caution=caution)
    refus = [*gardes(dossier, pack, decompte, canal, bareme, au=au), *manquants]
    if refus:
        raise _refusee(dossier, pack, refus)
    voulus = pack.manifeste.documents_pour(canal)
    images, constats_images = images_du(dossier)
    if qr:
        code, constats_qr = code_de_paiement(dossier, pack, somme_reclamee(decompte, pack, dossier))
        images |= code
        constats_images += constats_qr
    jointes, constats_pieces = jointes_de(dossier, voulus, factures_visees(decompte, pack), au)
    titres = None if jointes is None else [j.titre for j in jointes]
    with calcul():
        valeurs = contexte(
            dossier, pack, decompte, au, canal=canal, numero_suivi=numero_suivi, images=images,
            jointes=titres,
        )  # fmt: skip
        # What asks for nothing carries no claim.
        portees = {
            d.nom: (decompte_joint(decompte, pack, valeurs, dossier, d),)
            for d in voulus
            if pack.manifeste.reclame != "rien" and pack.manifeste.porte_le_compte(d)
        }
        remplis = [
            (document, pack.gabarit(document.nom, canal).fill(valeurs)) for document in voulus
        ]
    propres = textes_du(pack.papier)
    lus = {document.nom: Lecture(octets, propres) for document, octets in remplis}
    for nom, lu in lus.items():
        lu.admettre(pack.gabarit(nom, canal).constantes)
    documents = _documents(remplis, lus, portees, dossier, pack, jointes=jointes or ())
    fautes = [
        *(
            faute
            for nom, lu in lus.items()
            for faute in relire(
                lu,
                dossier,
                pack,
                au,
                canal=canal,
                numero_suivi=numero_suivi,
                bareme=bareme,
                caution=caution,
                document=nom,
            )
        ),
        *(f for d in documents.values() if d.brouillon for f in d.brouillon.fautes()),
    ]
    refus = [f for f in fautes if f.gravite is Gravite.ERREUR]
    if refus:
        raise _refusee(dossier, pack, refus)
    constats = [
        *(f for f in fautes if est_de_typographie(f)),  # in what every letter says
        *a_regarder(dossier, pack, decompte, au, canal),
        *_sur_l_imputation(pack, valeurs["impute_sur_accessoires"]),
        *constats_images,
        *constats_pieces,
        *(c for d in voulus for c in pack.gabarit(d.nom, canal).constats),
    ]
    return Lettre(
        reference=dossier.reference,
        pack=pack.nom,
        au=au,
        canal=canal,
        decompte=decompte,
        somme=somme_reclamee(decompte, pack, dossier),
        documents=documents,
        rapport=Rapport.de(constats),
    )


def a_regarder(
    dossier: Dossier, pack: Pack, decompte: Decompte, au: datetime.date, canal: str
) -> list[Constat]:
    """What the case itself gives to look at: neither a file nor a template is opened for it."""
    return [
        *_du_decompte(decompte, pack),
        *a_savoir_de(dossier, pack, decompte, au),
        *constats_escalade(dossier, pack.niveau, au),
        *constats_du_canal(dossier, pack, canal, au),
        *constats_du_papier(dossier, pack.papier),
    ]


def _du_decompte(decompte: Decompte, pack: Pack) -> list[Constat]:
    """Its findings; « hors du total » is no news of an invoice that the letter announces."""
    annoncees = pack.manifeste.reclame == "a_echoir"
    return [c for c in decompte.constats if not annoncees or c.code != Code.FACTURE_A_ECHOIR]


def _documents(
    remplis: Sequence[tuple[DocumentDuPack, bytes]],
    lus: Mapping[str, Lecture],
    portees: Mapping[str, tuple[PieceJointe, ...]],
    dossier: Dossier,
    pack: Pack,
    *,
    jointes: tuple[Jointe, ...],
) -> dict[str, DocumentRempli]:
    """The documents by name, in the order of the pack; an e-mail holds those it carries."""
    faits = {
        d.nom: DocumentRempli(d.nom, octets, portees.get(d.nom, ()), d.role, _lu=lus[d.nom].complet)
        for d, octets in remplis
    }
    joints = tuple(faits[d.nom] for d in sont_joints([d for d, _ in remplis]))
    for document, octets in remplis:
        if document.role == "courriel":
            brouillon = Brouillon.lire(octets, dossier, pack, jointes)
            faits[document.nom] = replace(faits[document.nom], brouillon=brouillon, joints=joints)
    return faits


def _sur_l_imputation(pack: Pack, impute: Mapping[str, str] | None) -> list[Constat]:
    """Why a letter that claims the principal alone may ask for more than the books show."""
    if impute is None or pack.manifeste.reclame != "principal":
        return []
    return [
        information(
            Code.IMPUTE_SUR_ACCESSOIRES,
            f"{impute['en_chiffres']} des paiements reçus ont été imputés sur {impute['nature']} "
            "(C. civ., art. 1343-1) : le principal demandé dépasse d’autant le solde comptable.",
            "« imputation = capital_d_abord » les impute d’abord sur le principal.",
            Lieu(champ="conditions.imputation"),
        )
    ]


def _refusee(dossier: Dossier, pack: Pack, refus: list[Constat]) -> LettreRefusee:
    liste = "".join(f"\n  - {c}" for c in refus)
    return LettreRefusee(
        f"« {pack.nom} » ne peut pas être écrite pour le dossier {dossier.reference} :{liste}",
        constats=refus,
        code=str(refus[0].code),
    )
