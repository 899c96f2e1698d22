"""Faults sown in templates are all found, where they are; what is harmless is left alone."""

import functools
import re
import shutil
import tomllib
import unicodedata
from collections import Counter

import pytest

from courriers import load_dossier, load_pack
from courriers.constats import Code, Gravite
from courriers.document.gabarit import Gabarit
from courriers.document.texte import texte
from courriers.erreurs import CourriersError
from courriers.lettre.champs import FILTRES, contexte
from courriers.lettre.decompte_du_pack import decompte_du
from courriers.lettre.pack import packs
from fabrique import RACINE, SAMPLES, pack_livre
from lettre.fautes_de_modele import FAUTES
from lettre.modeles_d_essai import livre, membres_de, paragraphes, refait
from lettre.modeles_sains import ILLISIBLES, SAINS


@pytest.fixture(scope="session")
def controler():
    """The check itself; this suite was written without it."""
    return pytest.importorskip("courriers.lettre.controle").controler


def corps(octets):
    """The text of each paragraph of the body."""
    return paragraphes(octets, "corps")[0]


def de(table):
    return [pytest.param(x, id=x.nom) for x in table]


def serre(texte):
    """*texte* without its capitals and what the eye does not see."""
    return "".join(c for c in texte or "" if unicodedata.category(c)[0] not in "ZC").casefold()


def depose(repertoire, pack, octets):
    """What to check: the bytes, or, for a letter of a pack, the file in a copy of that pack."""
    if not pack:
        return octets, None
    shutil.copytree(RACINE / "templates" / pack, repertoire / pack)
    fichier = repertoire / pack / "lettre.docx"
    fichier.write_bytes(octets)
    return fichier, load_pack(pack, modeles=repertoire)


@pytest.fixture(scope="session")
def constats_de(controler, tmp_path_factory):
    """What is said of a file, looked at once: many faults have the same mended file."""

    @functools.cache
    def controle(octets, pack):
        source, etape = depose(tmp_path_factory.mktemp("controle"), pack, octets)
        return controler(source, pack=etape)

    return controle


def decrit(constats):
    return (
        "\n".join(f"{c.code} {c.lieu} [{c.lieu.extrait}] {c.message}" for c in constats) or "rien"
    )


def attendus(constats, faute):
    """The findings that bear an admitted code, at an admitted place."""
    return [
        c
        for c in constats
        if c.code in faute.codes
        and (faute.partie is None or c.lieu.partie == faute.partie)
        and (not faute.paragraphes or c.lieu.paragraphe in faute.paragraphes)
    ]


# --- The suite itself, checked without the check ---------------------------------------------


def test_la_table_est_bien_remplie():
    assert len(FAUTES) >= 130
    assert max(Counter(f.nom for f in FAUTES).values()) == 1
    assert len(SAINS) >= 55
    assert max(Counter(s.nom for s in SAINS).values()) == 1
    assert {code for f in FAUTES for code in f.codes} <= set(Code)


@functools.cache
def contextes():
    """What four unlike cases give to a letter."""
    trouves = []
    for exemple, pack in (
        ("societe-a-societe", "mise-en-demeure"),
        ("contestation-d-un-consommateur", "mise-en-demeure"),
        ("mandat-de-recouvrement", "mise-en-demeure"),
        ("organisme-public", "seconde-relance"),
    ):
        au = tomllib.loads((SAMPLES / exemple / "attendu.toml").read_text(encoding="utf-8"))["au"]
        dossier, etape = load_dossier(SAMPLES / exemple / "dossier.json"), pack_livre(pack)
        trouves.append(contexte(dossier, etape, decompte_du(dossier, etape, au), au))
    return trouves


@functools.cache
def remplir_partout(octets):
    """The compiled template, once it has made a letter of each case, with no tag left in it."""
    gabarit = Gabarit.load(octets, filtres=FILTRES)
    for valeurs in contextes():
        lu = texte(gabarit.fill(valeurs))
        assert not any(signe in lu for signe in ("{{", "}}", "{%", "%}"))
    return gabarit


@pytest.mark.parametrize("faute", de(FAUTES))
def test_la_faute_semee_est_ou_la_table_le_dit(faute):
    if faute.partie is None or not faute.paragraphes:
        return
    membres = paragraphes(faute.fautif, faute.partie)
    textes = [m[i - 1] for m in membres for i in faute.paragraphes if i <= len(m)]
    assert textes
    assert any(serre(faute.extrait) in serre(t) for t in textes)


@pytest.mark.parametrize("faute", de(FAUTES))
def test_le_fichier_corrige_se_charge_et_se_remplit(faute):
    assert not remplir_partout(faute.repare).constats
    assert faute.fautif != faute.repare


@pytest.mark.parametrize("sain", de(SAINS))
def test_le_modele_sain_se_charge_et_se_remplit(sain):
    assert not remplir_partout(sain.fichier).constats


@pytest.mark.parametrize("depot", ILLISIBLES.values(), ids=ILLISIBLES)
def test_le_programme_ne_lit_pas_ces_fichiers(depot, tmp_path):
    with pytest.raises(CourriersError):
        Gabarit.load(depot(tmp_path))


# --- What the check must say -----------------------------------------------------------------


@pytest.mark.parametrize("faute", de(FAUTES))
def test_une_faute_semee_est_trouvee_et_dite(constats_de, faute):
    constats = constats_de(faute.fautif, faute.pack)
    trouves = attendus(constats, faute)
    assert trouves, decrit(constats)
    constat = trouves[0]
    assert constat.message.strip()
    assert constat.conseil.strip(), "un constat dit ce qu’il faut faire"
    assert not any(m in constat.message for m in ("Traceback", "expected", "unexpected", "unknown"))
    if faute.paragraphes:
        assert any(serre(faute.extrait) in serre(c.lieu.extrait) for c in trouves), decrit(trouves)
        assert constat.lieu.extrait


@pytest.mark.parametrize(
    "faute", de(f for f in FAUTES if f.partie == "corps" and len(corps(f.fautif)) == 3)
)
def test_les_paragraphes_voisins_ne_sont_pas_accuses(constats_de, faute):
    """An address, the fault, a greeting: nothing is to be said of the first nor of the last."""
    constats = constats_de(faute.fautif, "")
    accuses = [c for c in constats if c.lieu.partie == "corps" and c.lieu.paragraphe in {1, 3}]
    assert not accuses, decrit(accuses)


@pytest.mark.parametrize("faute", de(FAUTES))
def test_la_faute_corrigee_n_est_plus_dite(constats_de, faute):
    constats = constats_de(faute.repare, faute.pack)
    restes = [*attendus(constats, faute), *(c for c in constats if c.gravite is Gravite.ERREUR)]
    assert not restes, decrit(restes)


LIVRES = [(pack.nom, d.fichier) for pack in packs() for d in pack.manifeste.documents]


@pytest.mark.parametrize(("pack", "fichier"), LIVRES)
def test_un_modele_livre_n_a_aucune_erreur(controler, pack, fichier):
    etape = pack_livre(pack)
    constats = controler(etape.dossier / fichier, pack=etape)
    fautes = [c for c in constats if c.gravite is Gravite.ERREUR]
    assert not fautes, decrit(fautes)


@pytest.fixture(scope="session")
def deja_dit(controler):
    """What is said of the shipped letter, before any edit."""

    @functools.cache
    def compter(pack):
        etape = pack_livre(pack)
        return Counter(c.code for c in controler(etape.dossier / "lettre.docx", pack=etape))

    return compter


@pytest.mark.parametrize("sain", de(SAINS))
def test_une_retouche_sans_mal_ne_fait_rien_dire(controler, deja_dit, sain, tmp_path):
    source, pack = depose(tmp_path, sain.pack, sain.fichier)
    constats = [c for c in controler(source, pack=pack) if c.gravite is not Gravite.INFORMATION]
    de_plus = Counter(c.code for c in constats)
    if sain.pack:
        de_plus -= deja_dit(sain.pack)
    assert not de_plus, decrit(constats)


@pytest.mark.parametrize("depot", ILLISIBLES.values(), ids=ILLISIBLES)
def test_ce_qui_n_est_pas_un_fichier_word_est_dit_en_une_phrase(controler, depot, tmp_path):
    constats = controler(depot(tmp_path))
    assert [c.code for c in constats] == [Code.FICHIER_ILLISIBLE], decrit(constats)
    (constat,) = constats
    assert constat.gravite is Gravite.ERREUR
    assert constat.message.strip()
    assert "\n" not in constat.message
    assert not any(m in constat.message for m in ("Error", "Exception", "zipfile", "Errno"))


# --- Accidents, one after the other, to the tags of a shipped letter --------------------------

BALISE = re.compile(r"\{\{[^{}<]*\}\}|\{%[^{}<]*%\}")


def sorte(balise, avant):
    """What reading can tell a tag by: its word or its form, and whether a row holds it."""
    dit = re.match(r"\{%(?:p|tr|tc)? \w+|\{\{ \w+\.?", balise)[0]
    if balise.startswith("{{"):
        dit = ("." in dit, "|" in balise)
    return dit, max(avant.rfind("<w:tr>"), avant.rfind("<w:tr ")) > avant.rfind("</w:tr>")


def accidents(motif, abime, fois=0):
    """``(rank of the paragraph, tag, letter)``: one tag of each sort, among *motif*, spoilt.

    What reading does with a tag hangs on its sort alone; *fois* takes another tag of each, so that
    the accidents meet as many names and places as they are.
    """
    membres = membres_de(livre())
    xml = membres["word/document.xml"].decode()
    sortes = {}
    for balise in BALISE.finditer(xml):
        if re.fullmatch(motif, balise[0]):
            sortes.setdefault(sorte(balise[0], xml[: balise.start()]), []).append(balise)
    for memes in sortes.values():
        balise = memes[fois * 3 % len(memes)]
        faux = xml[: balise.start()] + abime(balise[0]) + xml[balise.end() :]
        rang = len(re.findall(r"<w:p[ >]", xml[: balise.start()]))
        yield rang, balise[0], refait({**membres, "word/document.xml": faux.encode()})


ACCIDENTS = {
    "première accolade ôtée": (".*", lambda b: b[1:], {Code.BALISE_ABIMEE}),
    "dernière accolade ôtée": (".*", lambda b: b[:-1], {Code.BALISE_ABIMEE}),
    "fin ôtée": (".*", lambda b: b[:-2], {Code.BALISE_ABIMEE}),
    "accolade éloignée": (".*", lambda b: b[0] + " " + b[1:], {Code.BALISE_REPAREE}),
    "dernière lettre ôtée": (
        r"\{\{.*[a-z]{3} \}\}", lambda b: b[:-4] + b[-3:], {Code.NOM_INCONNU, Code.FILTRE_INCONNU},
    ),
    "dernière lettre accentuée": (
        r"\{\{.*[a-z]{3} \}\}", lambda b: b[:-3] + "é }}", {Code.NOM_INCONNU, Code.FILTRE_INCONNU},
    ),
    "majuscule mise": (
        r"\{%.* (end)?(if|for)\b.*",
        lambda b: re.sub("if|for", lambda m: m[0].title(), b), {Code.BALISE_REPAREE},
    ),
    "espace insécable": (
        r"\{\{ .*", lambda b: b.replace(" ", "\u00a0", 1), {Code.BALISE_REPAREE},
    ),
}  # fmt: skip


@pytest.mark.parametrize("nom", ACCIDENTS)
def test_un_accident_a_une_balise_de_la_lettre_est_vu(controler, nom):
    motif, abime, codes = ACCIDENTS[nom]
    for rang, balise, octets in accidents(motif, abime, fois=list(ACCIDENTS).index(nom)):
        constats = controler(octets)
        au_lieu = [c for c in constats if (c.lieu.partie, c.lieu.paragraphe) == ("corps", rang)]
        assert codes & {c.code for c in au_lieu}, f"{rang}, {balise} : {decrit(constats)}"


def test_une_borne_effacee_de_la_lettre_est_vue(controler):
    bornes = {Code.BLOC_NON_FERME, Code.BLOC_CROISE}
    for rang, balise, octets in accidents(r"\{%p? (if|for|endif|endfor)\b.*", lambda _: ""):
        constats = controler(octets)
        assert bornes & {c.code for c in constats}, f"{rang}, {balise} : {decrit(constats)}"


def test_les_accidents_sont_assez_nombreux_et_a_leur_place():
    for rang, balise, octets in accidents(".*", lambda b: b[1:]):
        assert balise[1:] in corps(octets)[rang - 1]
    une_fois = {balise for _, balise, _ in accidents(".*", str)}
    assert len(une_fois) >= 18
    toutes = {b for fois in range(len(ACCIDENTS)) for _, b, _ in accidents(".*", str, fois)}
    assert len(toutes) >= 50
