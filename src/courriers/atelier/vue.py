"""One look at a letter: made in a worker process, shown by the page.

Nothing raises: whatever a template or a case holds, what comes back is a view that says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from courriers.atelier.champs_vus import valeurs_des_champs
from courriers.atelier.feuille import Faute, Feuille
from courriers.atelier.memoire import MEMOIRE, Memoire
from courriers.atelier.reperage import est_a_trouver, reperer
from courriers.atelier.seance import Choix
from courriers.constats import Code, Constat, Gravite
from courriers.document.pdf_vu import pages
from courriers.erreurs import CourriersError, motif_systeme

if TYPE_CHECKING:
    from courriers.dossier.modele import Dossier
    from courriers.droit.bareme import Bareme
    from courriers.droit.decompte import Decompte
    from courriers.lettre.lettre_finie import DocumentRempli, Lettre
    from courriers.lettre.pack import Pack

T = TypeVar("T")


@dataclass(frozen=True)
class Vue:
    """All that the page shows of one letter."""

    fautes: tuple[Faute, ...] = ()
    lettre: tuple[Feuille, ...] = ()
    """The filled documents; none when the letter is refused."""
    modele: tuple[Feuille, ...] = ()
    """The templates as they are, tags included; those that could be drawn."""
    modele_dessine: bool = False
    """Whether they were: it takes time, and is done when somebody looks."""
    compte: Mapping[str, Any] | None = None
    valeurs: Mapping[str, str] = field(default_factory=dict)
    suite: tuple[tuple[str, str], ...] = ()
    canaux: tuple[tuple[str, str], ...] = ()
    chemins: tuple[str, ...] = ()
    """The Word files to open."""


def voir(
    choix: Choix,
    anciennes: tuple[Feuille, ...] = (),
    *,
    modele: bool = True,
    memoire: Memoire = MEMOIRE,
) -> Vue:
    """The letter of *choix*, and every fault.

    Args:
        choix: what to look at.
        anciennes: the last good sheets, on which faults are shown when there is no new letter.
        modele: also draw the templates as they are. It is done even so when there is no letter,
            or when a fault is not to be seen on it.
        memoire: what was made of the same templates before.
    """
    fautes: list[Faute] = []
    bareme, papier = _reglages(choix, fautes)
    pack = _tenter("modèle", fautes, lambda: _pack(choix, papier, memoire))
    dossier = _tenter("dossier", fautes, lambda: _dossier(choix))
    if pack is None:
        return Vue(reperer(fautes, "lettre", anciennes), modele_dessine=True)
    fautes += _du_modele(pack, memoire)
    vue = Vue(canaux=_canaux(pack), chemins=_chemins(pack))
    if dossier is not None:
        vue = replace(vue, **_du_dossier(dossier, pack, choix, bareme, fautes))
    vues = reperer(_sans_repetition(fautes), "lettre", vue.lettre or anciennes)
    if not (modele or not vue.lettre or any(map(est_a_trouver, vues))):
        return replace(vue, fautes=vues)
    feuilles = tuple(_modeles(pack, memoire))
    return replace(
        vue, fautes=reperer(vues, "modele", feuilles), modele=feuilles, modele_dessine=True
    )


def _tenter(origine: str, fautes: list[Faute], faire: Callable[[], T]) -> T | None:
    """What *faire* gives, or nothing, and the reason among *fautes*."""
    try:
        return faire()
    except CourriersError as erreur:
        fautes += (Faute(c, origine) for c in _constats_de(erreur))
    except OSError as erreur:
        message = f"Un fichier ne peut pas être lu : {motif_systeme(erreur)}."
        fautes.append(Faute(_constat(message, "Enregistrez-le de nouveau."), origine))
    except Exception as erreur:  # noqa: BLE001 – the page must stay up; no datum of the case is said
        message = f"Erreur interne ({type(erreur).__name__})."
        fautes.append(Faute(_constat(message, "Signalez-la, avec ce modèle."), origine))
    return None


def _constats_de(erreur: CourriersError) -> tuple[Constat, ...]:
    return erreur.constats or (_constat(erreur.message, erreur.conseil, erreur.code),)


def _constat(message: str, conseil: str, code: str = "ERREUR_INTERNE") -> Constat:
    # An exception's own code, which is no finding's, is shown the same way.
    return Constat(code, Gravite.ERREUR, message, conseil=conseil)  # type: ignore[arg-type]


def _reglages(choix: Choix, fautes: list[Faute]) -> tuple[Bareme | None, Any]:
    if choix.config is None:
        return None, None
    from courriers.lot.configuration import load_configuration, load_papier

    config = choix.config
    bareme = _tenter("réglages", fautes, lambda: load_configuration(config).bareme())
    if bareme is None:
        return None, None
    return bareme, _tenter("réglages", fautes, lambda: load_papier(config))


def _pack(choix: Choix, papier: Any, memoire: Memoire) -> Pack:
    from courriers.lettre.pack import load_pack

    pack = load_pack(choix.pack, modeles=choix.modeles, papier=papier)
    return replace(pack, compiler=memoire.compiler)


def _dossier(choix: Choix) -> Dossier:
    from courriers.dossier import load_dossier

    return load_dossier(choix.chemin)


def _du_modele(pack: Pack, memoire: Memoire) -> Iterator[Faute]:
    for document in pack.manifeste.documents:
        fautes: list[Faute] = []
        constats = _tenter("modèle", fautes, partial(memoire.controler, pack, document))
        yield from (*fautes, *(Faute(c, "modèle") for c in constats or ()))


def _modeles(pack: Pack, memoire: Memoire) -> Iterator[Feuille]:
    """Each template drawn as it is; one that cannot be is a fault already said."""
    for document in pack.manifeste.documents:
        feuille = _tenter("modèle", [], partial(memoire.dessiner, pack, document))
        if feuille is not None:
            yield feuille


def _canaux(pack: Pack) -> tuple[tuple[str, str], ...]:
    from courriers.lettre.suite import CANAUX

    return tuple((c, CANAUX[c]) for c in pack.manifeste.canaux)


def _chemins(pack: Pack) -> tuple[str, ...]:
    return tuple(str(pack.dossier / d.fichier) for d in pack.manifeste.documents)


def _du_dossier(
    dossier: Dossier, pack: Pack, choix: Choix, bareme: Bareme | None, fautes: list[Faute]
) -> dict[str, Any]:
    """The letter, the statement and the values, each on its own: one refused hides no other."""
    from courriers.atelier.compte_vu import compte
    from courriers.lettre.composition import compose
    from courriers.lettre.decompte_du_pack import decompte_du
    from courriers.lettre.suite import que_faire

    canal = choix.canal if choix.canal in pack.manifeste.canaux else pack.manifeste.canaux[0]
    lettre = _tenter(
        "lettre", fautes, lambda: compose(dossier, pack, choix.au, canal=canal, bareme=bareme)
    )
    feuilles = () if lettre is None else _feuilles(lettre, pack, fautes)
    if lettre is None:  # the account is shown even so
        decompte = _tenter(
            "dossier", fautes, lambda: decompte_du(dossier, pack, choix.au, bareme=bareme)
        )
    else:
        decompte = lettre.decompte
    trouve: dict[str, Any] = {"lettre": feuilles, "suite": tuple(que_faire(pack, choix.au, canal))}
    if decompte is not None:
        trouve["compte"] = _tenter("dossier", fautes, lambda: compte(dossier, decompte))
        valeurs = _tenter("dossier", [], lambda: _valeurs(dossier, pack, decompte, choix, canal))
        trouve["valeurs"] = valeurs or {}
    return trouve


def _feuilles(lettre: Lettre, pack: Pack, fautes: list[Faute]) -> tuple[Feuille, ...]:
    fautes += (Faute(c, "lettre") for c in lettre.rapport.constats)
    fichiers = {d.nom: d.fichier for d in pack.manifeste.documents}
    faites = [
        _tenter("PDF", fautes, partial(_feuille, rempli, nom, fichiers[nom], fautes))
        for nom, rempli in lettre.documents.items()
    ]
    return tuple(f for f in faites if f is not None)


def _feuille(rempli: DocumentRempli, nom: str, fichier: str, fautes: list[Faute]) -> Feuille:
    from courriers.document.texte import texte

    octets = {"docx": rempli.docx()}
    texte_entier = texte(rempli.docx())
    try:
        octets["pdf"] = rempli.pdf()
        fautes += (Faute(c, "PDF") for c in rempli.constats_pdf)
        if rempli.brouillon is not None:
            octets["eml"] = rempli.eml()
    except CourriersError as erreur:
        fautes += (Faute(c, "PDF") for c in _constats_de(erreur))
    pdf = octets.get("pdf", b"")
    if rempli.brouillon is not None:
        octets.pop("pdf", None)  # an e-mail is sent as one
    return Feuille(nom, fichier, pdf, pages(pdf) if pdf else (), texte_entier, octets)


def _valeurs(
    dossier: Dossier, pack: Pack, decompte: Decompte, choix: Choix, canal: str
) -> dict[str, str]:
    from courriers.lettre.contexte import contexte
    from courriers.lettre.images import images_du
    from courriers.monnaie import calcul

    images, _ = images_du(dossier)
    with calcul():
        return valeurs_des_champs(
            contexte(dossier, pack, decompte, choix.au, canal=canal, images=images)
        )


_COMPILATION = (Code.GABARIT_INVALIDE, Code.FICHIER_ILLISIBLE, "FICHIER_WORD_INVALIDE")
"""What writing the letter says of a template whose faults are already listed one by one."""


def _sans_repetition(fautes: Sequence[Faute]) -> list[Faute]:
    """Each finding once, most serious first: reading and compiling may say the same."""
    uniques: dict[Constat, Faute] = {}
    du_modele = any(f.origine == "modèle" and f.constat.gravite is Gravite.ERREUR for f in fautes)
    for faute in fautes:
        if faute.origine != "lettre" or not du_modele or faute.constat.code not in _COMPILATION:
            uniques.setdefault(faute.constat, faute)
    return sorted(uniques.values(), key=lambda f: list(Gravite).index(f.constat.gravite))
