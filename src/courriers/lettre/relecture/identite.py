"""Who writes, to whom and under which references: as the case says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from courriers.constats import Constat
from courriers.langue.accords import (
    appel,
    complement,
    dans_la_phrase,
    designation,
    nom_postal,
)
from courriers.langue.adresse import bloc_postal, lignes_de
from courriers.langue.typographie import date_longue, groupes
from courriers.lettre.champs_acte import juridiction
from courriers.lettre.parties import mentions_legales
from courriers.lettre.relecture.compte import compte_du_mandataire, titulaire
from courriers.lettre.relecture.lecture import Lecture, Ligne, faute, plat
from courriers.lettre.relecture.recalcul import Recalcul
from courriers.lettre.suite import CANAUX

_APPELS = r"(?:Madame, Monsieur|Mesdames, Messieurs|Mesdames|Messieurs|Madame|Monsieur|Maître)"
_APPEL = re.compile(rf"{_APPELS},")
_POLITESSE = re.compile(rf", (?:(?<=agréer, )|(?<=recevoir, )|(?<=croire, ))({_APPELS}),")
_TELEPHONE = re.compile(r"\d(?<![\w+/.-]\d)(?<!\d \d)\d(?: \d\d){4}(?! ?\w?\d)")
_CHIFFRES_DU_TELEPHONE = 10
_NON_CHIFFRES = re.compile(r"\D+")
_COURRIEL = re.compile(r"[\w.&+-]+@[\w.-]+")
_JOUR = r"(\d{1,2}(?:er)? [a-zéû]+ \d{4})"
_ENVOIS = re.compile(
    r"l(?<!\w.)((?:a lettre(?: recommandée(?: électronique)?| remise en main propre)?"
    rf"|e courriel|’appel téléphonique)) du {_JOUR}(?: \(n° ([^)\n]*)\))?(?:, reçue le {_JOUR})?"
)
_AU_NOM = re.compile(
    r" (?=d(?:e|u|es) |d’)(?:(?<=pour le compte )|(?<=[Aa]u nom )|(?<=qualité de conseil )"
    r"|(?<=, à la demande ))"
)
_NOMS_DES_ENVOIS = {
    "lettre": "la lettre",
    "lrar": "la lettre recommandée",
    "lre": "la lettre recommandée électronique",
    "courriel": "le courriel",
    "appel": "l’appel téléphonique",
    "remise": "la lettre remise en main propre",
}


def expediteur(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """Letterhead, signature, header and legal line are those of who writes."""
    partie = calcul.dossier.mandataire or calcul.dossier.creancier
    nom = designation(partie)
    telephone = f"Tél. : {plat(partie.telephone or '')}"
    connues = [*lignes_de(partie.adresse), telephone, partie.courriel or ""]
    signe = partie.signataire or partie
    humain = f"{getattr(signe, 'prenom', '')} {getattr(signe, 'nom', '')}".strip()
    papier = calcul.pack.papier_de(calcul.document, calcul.canal)
    # « EI » beside the name is the paper’s to say, where it names the sender.
    court = f"{getattr(partie, 'prenom', '')} {getattr(partie, 'nom', '')}".strip() or nom
    admis = [nom, court] if papier is not None and papier.expediteur else [nom]
    if not any(plat(n) in ligne.plat for ligne in lu.corps for n in admis):
        yield faute(f"l’expéditeur (« {nom} ») ne figure pas dans la lettre")
    yield from _seules(lu, "Expéditeur nom", [nom], "le nom de l’expéditeur")
    # Under the subject, the style is that of other blocks.
    objet = next((x.debut for x in lu.du_corps("Objet")), len(lu.plat))
    yield from _seules(lu, "Expéditeur", connues, "une ligne de l’expéditeur", objet)
    qualite = f", {partie.signataire.qualite}" if partie.signataire else ""
    yield from _seules(lu, "Signataire", [f"{humain}{qualite}", nom], "la signature")
    legales = plat(mentions_legales(partie))
    for ligne in lu.lignes:
        texte, ou = ligne.plat, ligne.passages[0].partie
        if ou == "pied de page" and " – SIREN" in texte and texte != legales:
            yield lu.faute_de("les mentions légales ne sont pas celles de l’expéditeur", ligne)
        entete = f"{nom} – dossier {_reference(calcul)}"
        if ou == "en-tête" and " – dossier " in texte and not texte.startswith(plat(entete)):
            yield lu.faute_de(f"l’en-tête ne nomme pas « {entete} »", ligne)


def destinataire(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """Address block, opening and closing are those of the addressee."""
    dossier = calcul.dossier
    debiteur = dossier.debiteur
    qui = calcul.pack.manifeste.destinataire
    if qui == "debiteur":
        yield from _bloc(lu, list(bloc_postal(debiteur, debiteur.contact)))
        yield from _appels(lu, appel(debiteur, debiteur.contact))
        return
    if not any(plat(nom_postal(debiteur)) in ligne.plat for ligne in lu.corps):
        yield faute(f"le débiteur (« {nom_postal(debiteur)} ») ne figure pas dans la lettre")
    if qui == "projet":  # it has no envelope: the court is named where it is seized
        saisie = juridiction(dossier.juridiction)
        dites = () if saisie is None else (saisie["nom"], saisie["juge"])
        if saisie is not None and not any(plat(dite) in lu.plat for dite in dites):
            yield faute(f"la juridiction (« {saisie['nom']} ») ne figure pas dans le projet")
        return
    if qui == "caution":
        caution = dossier.cautions[calcul.caution - 1]
        representant = getattr(caution, "representant", None)
        yield from _bloc(lu, list(bloc_postal(caution, representant)))
        yield from _appels(lu, appel(caution, representant))
        return
    if qui in ("juridiction", "greffe"):
        saisie = juridiction(dossier.juridiction)
        bloc = "president" if qui == "juridiction" else "greffe"
        if saisie is not None:
            yield from _bloc(lu, saisie[bloc]["adresse"])
        yield from _appels(lu, "Madame, Monsieur")
        return
    procedure = dossier.procedure_collective
    officier, en_qualite = dossier.commissaire, []
    if qui == "mandataire_judiciaire" and procedure is not None:
        officier = procedure.mandataire_judiciaire
        liquidation = procedure.type == "liquidation"
        en_qualite = ["Liquidateur judiciaire" if liquidation else "Mandataire judiciaire"]
    if officier is not None:
        nom, *lieu = bloc_postal(officier)
        yield from _bloc(lu, [nom, *en_qualite, *lieu])
    yield from _appels(lu, "Maître")


def _bloc(lu: Lecture, attendu: list[str]) -> Iterator[Constat]:
    """The lines of an address, one under the other, and no other in its style."""
    dites = lu.du_corps("Adresse")
    lignes = dites or lu.corps
    textes = [ligne.plat.strip() for ligne in lignes]
    voulu = [plat(ligne).strip() for ligne in attendu]
    if dites and textes != voulu:
        ecart = next((i for i, (a, b) in enumerate(zip(textes, voulu, strict=False)) if a != b), 0)
        lue, juste = textes[ecart], voulu[min(ecart, len(voulu) - 1)]
        message = f"l’adresse du destinataire n’est pas celle du dossier : « {lue} »"
        yield lu.faute_de(f"{message} au lieu de « {juste} »", lignes[ecart])
    elif not any(textes[i : i + len(voulu)] == voulu for i in range(len(textes))):
        yield faute(f"l’adresse du destinataire (« {', '.join(attendu)} ») ne figure pas")


def _appels(lu: Lecture, juste: str) -> Iterator[Constat]:
    for ligne in lu.corps:
        texte = ligne.plat.strip()
        if _APPEL.fullmatch(texte) and texte != f"{juste},":
            yield lu.faute_de(f"l’appel est « {texte} » au lieu de « {juste}, »", ligne)
    for trouve in _POLITESSE.finditer(lu.plat):
        if trouve[1] != juste:
            message = f"la formule de politesse dit « {trouve[1]} » au lieu de « {juste} »"
            yield lu.faute(message, *trouve.span())


def references(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """« Nos références : 2026-0233 »: what follows a known name is the value of the case."""
    attendues = _references(calcul)
    for ligne in lu.lignes:
        nom, separe, valeur = ligne.plat.partition("\t")
        admises = attendues.get(nom.strip())
        if nom.startswith("Dossier ") and ligne.passages[0].partie == "pied de page":
            nom, valeur, admises = "Dossier", nom[8:], (_reference(calcul),)
        if not separe or ligne.cellules or admises is None:
            continue
        lue = valeur.strip().removeprefix(":").strip()
        justes = [plat(v) for v in admises]
        if lue not in justes and not any(
            lue.startswith((f"{v}, ", f"{v} – ")) for v in justes if v
        ):
            juste = admises[0] or "rien"
            yield lu.faute_de(f"« {nom.strip()} » : « {lue} » au lieu de « {juste} »", ligne)
    reference = _reference(calcul)
    if not any(plat(reference) in ligne.plat for ligne in lu.corps):
        yield faute(f"la référence « {reference} » ne figure pas dans la lettre")


def _reference(calcul: Recalcul) -> str:
    mandataire = calcul.dossier.mandataire
    return (mandataire and mandataire.reference) or calcul.dossier.reference


def _references(calcul: Recalcul) -> dict[str, tuple[str, ...]]:
    dossier = calcul.dossier
    creancier, debiteur = dossier.creancier, dossier.debiteur
    postale = ", ".join([nom_postal(creancier), *lignes_de(creancier.adresse)])
    fondement = dossier.conditions.fondement or ""
    reference, ayant_compte = _reference(calcul), titulaire(calcul)
    identite = mentions_legales(debiteur)
    siren = f", SIREN {groupes(debiteur.siren, 3)}" if debiteur.siren else ""
    return {
        "Nos références": (reference,),
        "Ses références": (dossier.reference,),
        "Créancier": (postale, mentions_legales(creancier), nom_postal(creancier)),
        "Votre SIRET": (groupes(debiteur.siret, (3, 3, 3, 5)) if debiteur.siret else "",),
        "Fondement": (fondement[:1].upper() + fondement[1:],),
        **({"Envoi": (_envoi(calcul.canal, calcul.numero_suivi),)} if calcul.canal else {}),
        **_pieces(calcul),
        "Copie": (getattr(debiteur, "comptable", None) or "",),
        "Virement à": (ayant_compte,),
        "Chèque à l’ordre de": (ayant_compte,),
        "Référence à rappeler": (reference if compte_du_mandataire(calcul) else dossier.reference,),
        "Téléphone": (debiteur.telephone or "",),
        "Courriel": (debiteur.courriel or "",),
        "Débiteur": (
            identite.replace(designation(debiteur), nom_postal(debiteur), 1),
            *(f"{nom}{siren}" for nom in (nom_postal(debiteur), designation(debiteur))),
        ),
    }


def _envoi(canal: str, numero: str | None) -> str:
    return f"{CANAUX[canal]} n°\u00a0{numero}" if numero else CANAUX[canal]


def _pieces(calcul: Recalcul) -> dict[str, tuple[str, ...]]:
    """The documents announced; those of an e-mail are held to what it carries."""
    if calcul.canal == "courriel":
        return {}
    titres = " ; ".join(p.titre for p in calcul.dossier.pieces)
    if any(d.nom == "bordereau" for d in calcul.pack.manifeste.documents):
        return {"Pièces jointes": ("selon bordereau", titres)}
    return {"Pièces jointes": (titres,)}


def autres(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """The creditor an agent writes for, those bound with the debtor, the letters that came before.

    A letter recalled is one of ``envois``, by its way and its day.
    """
    dossier, donnees = calcul.dossier, calcul.donnees
    if dossier.mandataire is not None:
        noms = [designation(dossier.creancier), titulaire(calcul)]
        yield from _au_nom_de(lu, complement(dossier.creancier), noms)
    if dossier.codebiteurs and "solidair" in lu.plat:
        for codebiteur in dossier.codebiteurs:
            if plat(dans_la_phrase(codebiteur)) not in lu.plat:
                yield faute(f"le codébiteur « {dans_la_phrase(codebiteur)} » n’est pas nommé")
    connus = {
        (_NOMS_DES_ENVOIS[e.canal], date_longue(e.date), numero, recue)
        for e in dossier.envois
        for numero in (None, e.numero_suivi and plat(e.numero_suivi))
        for recue in (None, e.recu_le and date_longue(e.recu_le))
    }
    for trouve in _ENVOIS.finditer(lu.plat):
        cle = (f"l{trouve[1]}", *trouve.group(2, 3, 4))
        if cle not in connus and not donnees.dit(lu, *trouve.span()):
            yield lu.faute(f"« {trouve[0]} » n’est pas un envoi du dossier", *trouve.span())


def coordonnees(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """No telephone number or e-mail address but those of the case."""
    textes = calcul.donnees.textes_bruts
    numeros = {_NON_CHIFFRES.sub("", t) for t in textes if len(t) >= _CHIFFRES_DU_TELEPHONE}
    for trouve in _TELEPHONE.finditer(lu.plat):
        connu = trouve[0].replace(" ", "") in numeros
        if not connu and not calcul.donnees.dit(lu, *trouve.span()):
            yield lu.faute(f"« {trouve[0]} » n’est pas un numéro du dossier", *trouve.span())
    for ligne in lu.lignes if "@" in lu.signes else ():
        for trouve in _COURRIEL.finditer(ligne.plat) if "@" in ligne.plat else ():
            adresse = trouve[0].rstrip(".")
            if not any(adresse in plat(t) for t in textes if "@" in t):
                place = ligne.debut + trouve.start()
                message = f"« {adresse} » n’est pas une adresse du dossier"
                yield lu.faute(message, place, place + len(trouve[0]))


def _au_nom_de(lu: Lecture, creancier: str, noms: list[str]) -> Iterator[Constat]:
    """An agent writes for the creditor, each time it says for whom."""
    if plat(creancier) not in lu.plat and plat(noms[0]) not in lu.plat:
        yield faute(f"le créancier (« {creancier} ») n’est pas nommé")
    for trouve in _AU_NOM.finditer(lu.plat):
        admis = (creancier, *(f"de {nom}" for nom in noms))  # an account is in a bare name
        if not lu.plat.startswith(tuple(map(plat, admis)), trouve.end()):
            yield lu.faute(f"on attend ici « {creancier} »", *trouve.span())


def _seules(
    lu: Lecture, style: str, justes: list[str], quoi: str, avant: int | None = None
) -> Iterator[Constat]:
    """The paragraphs of a style say these, and nothing else."""
    admises = {plat(juste).strip() for juste in justes}
    lignes: list[Ligne] = [x for x in lu.du_corps(style) if avant is None or x.debut < avant]
    for ligne in lignes:
        if ligne.plat.strip() not in admises:
            yield lu.faute_de(f"{quoi} n’est pas celle du dossier : « {ligne.texte} »", ligne)
    for juste in justes if lignes else ():
        facultatif = not juste or juste.startswith("Tél.") or quoi == "la signature"
        if not facultatif and not any(plat(juste).strip() == x.plat.strip() for x in lignes):
            yield faute(f"« {juste} » manque : {quoi}")
