"""A letter that a person changed in Word: proof-read again, and told from the pack's own.

The case, the pack and the day make the letter once more; what a hand wrote in it is held to it. No
figure, name, day or mention may have become another; a sentence of one's own is free.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from courriers.constats import Code, Constat, Lieu, Rapport, avertissement
from courriers.document.archive import Archive
from courriers.document.comparaison import Comparaison, comparer
from courriers.document.moteur import PieceJointe
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.erreurs import LettreRefusee
from courriers.langue.typographie import date_longue
from courriers.lettre.composition import compose
from courriers.lettre.lettre_finie import DocumentRempli, Lettre
from courriers.lettre.provenance import Origine
from courriers.lettre.relecture import Lecture, relire
from courriers.lettre.relecture.dates import jour_en_toutes_lettres
from courriers.lettre.suite import CANAUX, RECOMMANDES, numero_de_suivi

LIEU_ET_DATE = "Lieu et date"
"""Name of the Word style of the line that says the day."""

_RETABLIR = "Rétablissez ces mots dans Word, ou changez le dossier et refaites-la."
_ENVOI_INCONNU = (
    "Si ce jour est celui d’une lettre déjà partie, le dossier ne la connaît pas\u00a0: "
    "«\u00a0--journal\u00a0» nomme le répertoire où elle a été écrite, ou «\u00a0envois\u00a0» la "
    "dit au dossier. Sinon, rétablissez ces mots dans Word, ou changez le dossier et refaites-la."
)
_AUTRE_DOSSIER = "Elle n’en porte pas la référence : est-ce bien la lettre de ce dossier ?"
_DATEE = re.compile(r"[^\n\t]{1,80}, le (\d{1,2}(?:er)? [A-Za-zéûÉÛ]+ \d{4})\.?")
_UN_ENVOI = re.compile(
    r"la date « [^»]+ » ne vient pas du dossier|« [^»]+ » n’est pas un envoi du dossier"
)
"""How proof-reading says a day, or a letter that was sent, of which the case knows nothing."""
_SUIVIES = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo) ")


@dataclass(frozen=True)
class Retouche:
    """A retouched letter, read: what is wrong in it, and what it says that the pack does not."""

    reference: str
    pack: str
    document: str
    au: datetime.date
    canal: str
    numero_suivi: str | None
    jour_lu: bool
    """Whether the day was read in the letter."""
    constats: tuple[Constat, ...]
    """Errors refuse it; warnings are to be looked at."""
    comparaison: Comparaison
    """With the letter the pack would give."""
    dossier: Dossier = field(repr=False)
    """The case it was held to, with what was already sent on that day."""
    lettre: Lettre = field(repr=False)
    """As the pack writes it."""
    pieces: tuple[PieceJointe, ...] = field(default=(), repr=False)
    """The files its PDF carries, as that of the pack's letter."""

    @cached_property
    def refus(self) -> LettreRefusee | None:
        """Why it must not go, if it must not."""
        fautes = Rapport(self.constats).erreurs
        if not fautes:
            return None
        liste = "".join(f"\n  - {faute}" for faute in fautes)
        jour = f"{date_longue(self.au)}{', jour lu dans la lettre' if self.jour_lu else ''}"
        return LettreRefusee(
            f"la lettre ne dit plus ce que disent le dossier {self.reference} et le pack "
            f"« {self.pack} » ({jour})\u00a0:{liste}",
            conseil=f"\n{self._conseil(fautes)}",
            constats=fautes,
            code=str(fautes[0].code),
        )

    @staticmethod
    def _conseil(fautes: Sequence[Constat]) -> str:
        if any(c.message.startswith("la référence « ") for c in fautes):
            return _AUTRE_DOSSIER  # it never names the case it is held to
        return _ENVOI_INCONNU if any(_UN_ENVOI.match(c.message) for c in fautes) else _RETABLIR

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "reference": self.reference,
            "pack": self.pack,
            "document": self.document,
            "au": self.au.isoformat(),
            "canal": self.canal,
            "numero_suivi": self.numero_suivi,
            "admise": self.refus is None,
            "constats": [c.as_dict() for c in self.constats],
            "differences": [c.as_dict() for c in self.comparaison.changements],
        }


def relire_la_retouche(
    docx: bytes,
    dossier: Dossier,
    de: Origine,
    *,
    au: datetime.date | None = None,
    canal: str | None = None,
    bareme: Bareme | None = None,
    completer: Callable[[Dossier, datetime.date], Dossier] | None = None,
) -> Retouche:
    """Proof-read *docx*, a letter of the program that a person changed, and tell what changed.

    Args:
        docx: the Word file.
        dossier: the case it is for.
        de: the letter it was.
        au: its day; read in it by default, where it says « Lyon, le 23 novembre 2026 ».
        canal: how it goes; read in it by default, then the first of the pack it is made for.
        bareme: rates; those of this version by default.
        completer: gives the case what was sent before its day, which a journal alone may know.

    Raises:
        FichierWordInvalide: not a Word file that can be read.
        LettreRefusee: the letter cannot be written for this case, whatever it says, or not for
            *canal*; or it says no day.
        TauxInconnu, CalculNonCouvert: the statement cannot be made.
    """
    archive = Archive.lire(docx)
    lu = Lecture(archive)
    jour = au or jour_de(lu)
    if jour is None:
        raise _sans_jour()
    if canal is not None:
        _verifier_le_canal(canal, de)
    if completer is not None:
        dossier = completer(dossier, jour)
    faire = partial(compose, dossier, de.pack, jour, bareme=bareme, caution=de.caution)
    lettre, numero = _lettre_du_pack(lu, de, canal, faire)
    canal = lettre.canal
    du_pack = lettre.documents[de.document.nom]
    constats = relire(
        lu, dossier, de.pack, jour,
        canal=canal, numero_suivi=numero, bareme=bareme, caution=de.caution,
        document=de.document.nom, reference=Lecture(du_pack.docx()),
    )  # fmt: skip
    return Retouche(
        reference=dossier.reference,
        pack=de.pack.nom,
        document=de.document.nom,
        au=jour,
        canal=canal,
        numero_suivi=numero,
        jour_lu=au is None,
        constats=Rapport.de(
            [*constats, *_suivies(archive), *archive.constats, *lettre.rapport.constats]
        ).constats,
        comparaison=comparer(du_pack.docx(), archive),
        dossier=dossier,
        lettre=lettre,
        pieces=du_pack.pieces,
    )


def jour_de(lu: Lecture) -> datetime.date | None:
    """The day a letter says it is of; nothing where it says none, or several."""
    lignes = lu.du_corps(LIEU_ET_DATE) or lu.corps  # some programs lose the names of styles
    trouves = [_DATEE.fullmatch(ligne.plat.strip()) for ligne in lignes]
    jours = {jour_en_toutes_lettres(trouve[1]) for trouve in trouves if trouve is not None}
    return jours.pop() if len(jours) == 1 else None


def _sans_jour() -> LettreRefusee:
    return LettreRefusee(
        "Le jour de la lettre ne s’y lit pas : aucune ligne n’est de la forme « Lyon, le "
        "23 novembre 2026 ».",
        conseil="Donnez-le : --au 2026-11-23.",
        code=str(Code.CHAMP_MANQUANT),
    )


def _canaux_de(de: Origine) -> list[str]:
    """The ways the document is made for; the first is the default."""
    manifeste = de.pack.manifeste
    return [c for c in manifeste.canaux if de.document in manifeste.documents_pour(c)]


def _verifier_le_canal(canal: str, de: Origine) -> None:
    admis = _canaux_de(de)
    if canal not in admis:
        raise LettreRefusee(
            f"« {canal} » n’est pas un canal de ce document ({de.pack.nom}, {de.document.nom}).",
            conseil=f"--canal admet ici : {', '.join(admis)}.",
            code=str(Code.CHAMP_INVALIDE),
        )


def _lettre_du_pack(
    lu: Lecture, de: Origine, canal: str | None, faire: Callable[..., Lettre]
) -> tuple[Lettre, str | None]:
    """The letter as the pack writes it, going the way this one says; and its number, if it has one.

    Where nothing says how, the one it looks most like.
    """
    dit, numero = _envoi_de(lu, de)
    choisi = canal or dit
    if choisi is not None:
        numero = numero if choisi in RECOMMANDES else None
        return faire(canal=choisi, numero_suivi=numero), numero
    ecrites, refus = [], []
    for possible in _canaux_de(de):
        try:
            ecrites.append(faire(canal=possible))
        except LettreRefusee as erreur:
            refus.append(erreur)
    if not ecrites:
        raise refus[0]
    dites = Counter(ligne.plat for ligne in lu.lignes)
    return min(ecrites, key=lambda x: _ecart(x.documents[de.document.nom], dites)), None


def _ecart(du_pack: DocumentRempli, dites: Counter[str]) -> int:
    """How many lines differ."""
    siennes = Counter(ligne.plat for ligne in Lecture(du_pack.docx()).lignes)
    return ((siennes - dites) + (dites - siennes)).total()


def _envoi_de(lu: Lecture, de: Origine) -> tuple[str | None, str | None]:
    """How the letter says it goes, and its number."""
    for ligne in lu.corps:
        nom, _, valeur = ligne.plat.partition("\t")
        if nom.strip() != "Envoi":
            continue
        dite = valeur.strip().removeprefix(":").strip()
        for canal in _canaux_de(de):
            if dite == CANAUX[canal]:
                return canal, None
            if dite.startswith(f"{CANAUX[canal]} n° "):
                return canal, _numero(dite.removeprefix(f"{CANAUX[canal]} n° "), canal)
        return _canaux_de(de)[0], None  # proof-reading says it
    return None, None


def _numero(dit: str, canal: str) -> str | None:
    try:
        return numero_de_suivi(dit, canal)
    except ValueError:  # proof-reading says it
        return None


def _suivies(archive: Archive) -> list[Constat]:
    if not _SUIVIES.search(archive.membres[archive.principal]):
        return []
    return [
        avertissement(
            Code.MODIFICATIONS_SUIVIES,
            "des modifications suivies restent : le PDF les tient pour acceptées.",
            "Acceptez ou refusez-les dans Word, et relisez.",
            Lieu(partie="corps"),
        )
    ]
