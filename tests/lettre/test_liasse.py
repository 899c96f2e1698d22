"""A court file: the numbered list, the covers, the merged file, and all that is wrong at once."""

import errno
import io
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
from PIL import Image

from courriers import compose, load_dossier
from courriers.constats import Code, Gravite
from courriers.document.texte import texte
from courriers.droit.decompte import decompte_arrete
from courriers.erreurs import CourriersError, PdfInvalide
from courriers.lettre import liasse, pieces_lues
from courriers.lettre.champs_procedure import bordereau
from courriers.lettre.expose import Pieces
from courriers.lettre.liasse import assembler
from courriers.lettre.pieces_numerotees import pieces_numerotees
from document import pdf_construits as construits
from fabrique import JOUR, brut, docx, p, pack_livre
from lettre.test_declaration_creance import PROCEDURE

ACTE = construits.simple(2, "Requete")


def cas(repertoire, pieces, **changements):
    """A case with its files; a file is bytes, or nothing for one that is not there."""
    dites = []
    for titre, fichier, octets in pieces:
        if octets is not None:
            (repertoire / fichier).write_bytes(octets)
        dites.append({"titre": titre, **({"fichier": fichier} if fichier else {})})
    chemin = repertoire / "dossier.json"
    chemin.write_text(json.dumps(brut(pieces=dites, **changements)), encoding="utf-8")
    return load_dossier(chemin)


def numerotees(dossier):
    return pieces_numerotees(dossier, decompte_arrete(dossier, JOUR))


def assemblee(repertoire, dossier, **reglages):
    return assembler(
        {"Requête": ACTE}, numerotees(dossier), dossier, nom="essai",
        repertoire=repertoire / "sortie", **reglages,
    )  # fmt: skip


def textes(chemin):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(chemin)]


FACTURES = [
    {"numero": "F1", "date": "2026-08-01", "echeance": "2026-08-31", "montant_ttc": "500.00",
     "fichier": "f1.pdf"},
    {"numero": "F2", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "1000.00"},
    {"numero": "F3", "date": "2026-09-02", "echeance": "2026-10-02", "montant_ttc": "70.00",
     "fichier": "factures/../f3.pdf"[12:]},
    {"numero": "A1", "type": "avoir", "date": "2026-09-05", "montant_ttc": "20.00",
     "sur_facture": "F2", "motif": "rectification", "fichier": "a1.pdf"},
    {"numero": "A2", "type": "avoir", "date": "2026-08-05", "montant_ttc": "1.00",
     "sur_facture": "F1", "motif": "rectification", "fichier": "a2.pdf"},
]  # fmt: skip
REGLE = [{"date": "2026-08-20", "montant": "499.00", "facture": "F1"}]


def test_les_pieces_du_dossier_gardent_leur_numero_et_les_factures_suivent(tmp_path):
    dossier = cas(tmp_path, [("Devis", None, None), ("Facture F3", "f3.pdf", b"")],
                  factures=FACTURES, paiements=REGLE)  # fmt: skip
    liste = numerotees(dossier)
    assert [(x.numero, x.nom, x.titre, x.champ) for x in liste] == [
        (1, "Pièce n°\u00a01", "Devis", "pieces[0]"),
        (2, "Pièce n°\u00a02", "Facture F3", "pieces[1]"),
        (3, "Pièce n°\u00a03", "Avoir A1 du 5 septembre 2026", "factures[3]"),
    ]


def test_sans_piece_au_dossier_ce_sont_toutes_les_factures_comptees(tmp_path):
    liste = numerotees(cas(tmp_path, [], factures=FACTURES, paiements=REGLE))
    assert [(x.numero, x.titre, x.fichier) for x in liste] == [
        (1, "Facture F2 du 1er septembre 2026", None),
        (2, "Facture F3 du 2 septembre 2026", "f3.pdf"),
        (3, "Avoir A1 du 5 septembre 2026", "a1.pdf"),
    ]


@pytest.mark.parametrize(
    ("titre", "suivent"),
    [
        ("Facture F3", []),
        ("Factures F2 et F3", ["F3"]),  # which of the two it is, nothing says
        ("Facture F31", ["F3"]),
        ("Contrat F3", ["F3"]),
    ],
)
def test_une_piece_qui_dit_une_seule_facture_en_prend_le_fichier(tmp_path, titre, suivent):
    dossier = cas(tmp_path, [(titre, None, None)], factures=FACTURES, paiements=REGLE)
    sienne, *autres = numerotees(dossier)
    assert sienne.fichier == (None if suivent else "f3.pdf")
    assert [x.titre.split()[1] for x in autres] == [*suivent, "A1"]


DEUX = [
    {"numero": f"2026-{n}", "date": f"2026-09-0{n}", "echeance": "2026-10-01",
     "montant_ttc": "100.00", "fichier": f"{n}.pdf"}
    for n in (3, 4)
]  # fmt: skip
SANS = [DEUX[0], {n: v for n, v in DEUX[1].items() if n != "fichier"}]


@pytest.mark.parametrize(
    ("titre", "factures", "reste"),
    [
        ("Factures 2026-3 et 2026-4", DEUX, False),
        ("Factures n° 2026-3 du 3 septembre 2026 et n° 2026-4 du 04/09/2026", DEUX, False),
        ("Factures 2026-3 et 2026-4", SANS, True),  # one has no file
        ("Factures 2026-3, 2026-4 et 2026-5", DEUX, True),  # one is not in the case
        ("Factures 2026-3 et 2026-4, bons de livraison", DEUX, True),  # it is more than them
        ("Relevé 2026-3 et 2026-4", DEUX, True),
    ],
)
def test_un_titre_de_plusieurs_factures_reproduites_n_est_pas_une_piece(
    tmp_path, titre, factures, reste
):
    pieces = [("Devis", "d.pdf", b""), (titre, None, None), ("Contrat", "c.pdf", b"")]
    liste = numerotees(cas(tmp_path, pieces, factures=factures))
    suivent = [f"Facture {f['numero']}" for f in factures if "fichier" in f]
    assert [x.titre.partition(" du ")[0] for x in liste] == [
        "Devis", *([titre.partition(" du ")[0]] if reste else []), "Contrat", *suivent
    ]  # fmt: skip
    assert [x.numero for x in liste] == list(range(1, len(liste) + 1))


def test_les_faits_citent_alors_la_piece_de_chaque_facture(tmp_path):
    pieces = [("Factures 2026-3 et 2026-4", None, None), ("Contrat", "c.pdf", b"")]
    dossier = cas(tmp_path, pieces, factures=DEUX)
    decompte = decompte_arrete(dossier, JOUR)
    dit = Pieces(bordereau(dossier, decompte))
    assert dit.de_la_facture("2026-3") == " (pièce n°\u00a02)"
    assert dit.de_la_facture("2026-4") == " (pièce n°\u00a03)"


def test_le_bordereau_imprime_et_la_liasse_ont_les_memes_numeros(tmp_path):
    dossier = cas(
        tmp_path,
        [("Devis n° 7", "d.pdf", construits.simple()), ("Bon", "b.pdf", construits.simple())],
        procedure_collective=PROCEDURE,
    )
    lettre = compose(dossier, pack_livre("declaration-creance"), JOUR)
    liste = pieces_numerotees(dossier, lettre.decompte)
    assert [(x["numero"], x["titre"]) for x in bordereau(dossier, lettre.decompte)] == [
        (str(x.numero), x.titre) for x in liste
    ]
    imprime = texte(lettre.documents["bordereau"].docx())
    fait = assembler({}, liste, dossier, nom="d", repertoire=tmp_path / "s")
    gardes = textes(fait.complet)[::2]
    for piece, garde in zip(liste, gardes, strict=True):
        assert f"{piece.numero}\t{piece.titre}" in imprime
        assert piece.nom in garde
        assert piece.titre in garde


def image(genre, **reglages):
    sortie = io.BytesIO()
    Image.new("RGB", (90, 60), "navy").save(sortie, genre, **reglages)
    return sortie.getvalue()


def test_pdf_images_et_word_font_une_liasse_dont_le_nombre_de_pages_est_la_somme(tmp_path):
    vues = image("TIFF", save_all=True, append_images=[Image.new("L", (60, 90))])
    dossier = cas(
        tmp_path,
        [
            ("Contrat", "c.pdf", construits.simple(3)),
            ("Photo", "p.jpg", image("JPEG")),
            ("Scan", "s.tif", vues),
            ("Note", "n.docx", docx(p("Une note"))),
            ("Plan", "x.png", image("PNG")),
        ],
    )
    fait = assemblee(tmp_path, dossier)
    assert fait.pages == len(pypdfium2.PdfDocument(fait.complet))
    assert fait.pages == 2 + 5 + (3 + 1 + 2 + 1 + 1)
    signets = list(pypdfium2.PdfDocument(fait.complet).get_toc())
    assert [(s.get_title(), s.get_dest().get_index()) for s in signets] == [
        ("Requête", 0), ("Pièce n°\u00a01 – Contrat", 2), ("Pièce n°\u00a02 – Photo", 6),
        ("Pièce n°\u00a03 – Scan", 8), ("Pièce n°\u00a04 – Note", 11),
        ("Pièce n°\u00a05 – Plan", 13),
    ]  # fmt: skip
    lus = textes(fait.complet)
    for numero, debut, nombre in ((1, 3, 3), (2, 7, 1), (3, 9, 2), (4, 12, 1), (5, 14, 1)):
        for page in range(debut, debut + nombre):
            assert lus[page].count(f"Pièce n°\u00a0{numero}") == 1
    assert not any("Pièce" in page for page in lus[:2])


def test_la_garde_dit_la_piece_sa_date_ses_pages_et_les_parties(tmp_path):
    dossier = cas(tmp_path, [("Contrat", "c.pdf", construits.simple(3))])
    piece = dossier.pieces[0].model_copy(update={"date": JOUR})
    dossier = dossier.model_copy(update={"pieces": (piece,)}).situe(tmp_path)
    garde = textes(assemblee(tmp_path, dossier).complet)[2]
    for dit in ("Pièce n°\u00a01", "Contrat", "23 novembre 2026", "3 pages", "Dossier T-1",
                "SARL Ateliers Vasseur", "Rénovation Belledonne"):  # fmt: skip
        assert dit in garde, dit


def test_tout_ce_qui_manque_est_dit_d_un_coup_et_le_reste_est_assemble(tmp_path):
    (tmp_path / "repertoire").mkdir()
    dossier = cas(
        tmp_path,
        [
            ("Contrat", "c.pdf", construits.simple()),
            ("Absente", "absente.pdf", None),
            ("Secrète", "secrete.pdf", construits.chiffre(ouverture="x")),
            ("Vide", "vide.pdf", b""),
            ("Coupée", "coupee.pdf", construits.tronque()),
            ("Menteuse", "menteuse.pdf", b"<html><body>404</body></html>"),
            ("Dossier", "repertoire", None),
            ("Sans fichier", None, None),
            ("Devis", "d.pdf", construits.simple()),
        ],
    )
    fait = assemblee(tmp_path, dossier)
    erreurs = [c for c in fait.constats if c.gravite is Gravite.ERREUR]
    assert [c.code for c in erreurs] == [Code.PIECE_ILLISIBLE] * 6
    attendus = {2: "absente.pdf", 3: "secrete.pdf", 4: "vide.pdf", 5: "coupee.pdf",
                6: "menteuse.pdf", 7: "repertoire"}  # fmt: skip
    for constat, (numero, fichier) in zip(erreurs, attendus.items(), strict=True):
        assert f"Pièce n°\u00a0{numero}" in constat.message
        assert dossier.pieces[numero - 1].titre in constat.message
        assert fichier in constat.message
        assert constat.conseil
        assert constat.lieu.champ == f"pieces[{numero - 1}].fichier"
    assert [c.lieu.champ for c in fait.constats if c.code == Code.PIECE_SANS_FICHIER] == [
        "pieces[7].fichier"
    ]
    assert fait.pages == 2 + 9 + 2
    absentes = [t for t in textes(fait.complet) if "Non reproduite" in t]
    assert len(absentes) == 7
    assert [f.name for f in fait.separees] == ["piece-01.pdf", "piece-09.pdf"]


def test_une_piece_hors_du_dossier_n_est_pas_lue(tmp_path):
    (tmp_path / "secret.pdf").write_bytes(construits.simple(1, "Secret"))
    chez = tmp_path / "chez"
    chez.mkdir()
    dossier = cas(chez, [("Lien", "lien.pdf", None)])
    (chez / "lien.pdf").symlink_to(tmp_path / "secret.pdf")
    fait = assemblee(chez, dossier)
    (constat,) = [c for c in fait.constats if c.gravite is Gravite.ERREUR]
    assert "sort du dossier" in constat.message
    assert "Secret" not in "".join(textes(fait.complet))


def test_les_fichiers_separes_portent_leur_tampon_et_un_nom_sans_danger(tmp_path):
    dossier = cas(tmp_path, [("../Devis n° 3/2026 : « serre »", "c.pdf", construits.simple(2))])
    (fichier,) = assemblee(tmp_path, dossier).separees
    assert fichier == tmp_path / "sortie" / "essai-pieces" / "piece-01.pdf"
    assert all("Pièce n°\u00a01" in page for page in textes(fichier))


def test_le_pdf_a_tient_aux_pieces_et_celle_qui_l_empeche_est_nommee(tmp_path):
    from courriers.document.pdf import render

    acte = render(docx(p("Requête")))
    dossier = cas(tmp_path, [("Note", "n.docx", docx(p("Note"))), ("Photo", "p.png", image("PNG"))])
    fait = assembler({"R": acte}, numerotees(dossier), dossier, nom="a", repertoire=tmp_path / "a")
    assert fait.est_pdf_a
    assert fait.constats == ()
    dossier = cas(tmp_path, [("Note", "n.docx", docx(p("Note"))), ("Vieux", "v.pdf", ACTE)])
    fait = assembler({"R": acte}, numerotees(dossier), dossier, nom="a", repertoire=tmp_path / "b")
    (constat,) = fait.constats
    assert (constat.code, constat.gravite) == (Code.PDF_A_ABANDONNE, Gravite.INFORMATION)
    assert "Pièce n°\u00a02" in constat.message
    assert "Pièce n°\u00a01" not in constat.message
    assert not fait.est_pdf_a


def bruit(octets):
    sortie = io.BytesIO()
    Image.frombytes("L", (1000, octets // 1000), os.urandom(octets)).save(sortie, "PNG")
    return sortie.getvalue()


def test_la_taille_d_un_depot_partage_la_liasse_entre_les_pieces(tmp_path):
    pieces = [
        (f"P{n}", f"{n}.png", bruit(taille)) for n, taille in enumerate((90_000,) * 4 + (400_000,))
    ]
    dossier = cas(tmp_path, pieces)
    fait = assemblee(tmp_path, dossier, taille_max=250_000)
    assert [v.name for v in fait.volumes] == [
        "essai-complet-1.pdf",
        "essai-complet-2.pdf",
        "essai-complet-3.pdf",
    ]
    assert sum(len(pypdfium2.PdfDocument(v)) for v in fait.volumes) == fait.pages
    assert [v.stat().st_size <= 250_000 for v in fait.volumes] == [True, True, False]
    (constat,) = [c for c in fait.constats if c.code == Code.PIECE_TROP_LOURDE]
    assert "Pièce n°\u00a05 – P4" in constat.message
    assert re.search("pèse 0,4[0-3]\u00a0Mo", constat.message)
    assert "les 0,25\u00a0Mo permis" in constat.message
    assert assemblee(tmp_path, dossier, taille_max=50_000_000).volumes == ()


def test_ce_qui_reste_d_un_assemblage_d_avant_est_dit(tmp_path):
    deux = [("Ancien", "a.pdf", construits.simple()), ("Autre", "b.pdf", construits.simple())]
    assert assemblee(tmp_path, cas(tmp_path, deux)).constats[-1].code == Code.PDF_A_ABANDONNE
    dossier = cas(tmp_path, [("Nouveau", "a.pdf", construits.simple())])
    constats = [c for c in assemblee(tmp_path, dossier).constats if c.code == Code.LIASSE_MELEE]
    assert "piece-02.pdf" in constats[0].message
    assert "piece-01.pdf" not in constats[0].message


def test_rien_n_est_pose_a_moitie(tmp_path, monkeypatch):
    dossier = cas(tmp_path, [("Contrat", "c.pdf", construits.simple())])

    def plein(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(liasse, "reunir", plein)
    with pytest.raises(CourriersError, match="disque est plein"):
        assemblee(tmp_path, dossier)
    assert list((tmp_path / "sortie").iterdir()) == []


def test_un_disque_plein_n_est_pas_la_faute_d_une_piece(tmp_path, monkeypatch):
    dossier = cas(tmp_path, [("Contrat", "c.pdf", construits.simple())])

    def plein(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pieces_lues, "lire", plein)
    with pytest.raises(CourriersError, match="disque est plein"):
        assemblee(tmp_path, dossier)


def test_un_fichier_tenu_ouvert_est_dit(tmp_path):
    dossier = cas(tmp_path, [("Contrat", "c.pdf", construits.simple())])
    (tmp_path / "sortie" / "essai-complet.pdf").mkdir(parents=True)
    with pytest.raises(CourriersError, match=r"essai-complet\.pdf ne peut pas être écrit"):
        assemblee(tmp_path, dossier)


def test_un_acte_qui_n_est_pas_un_pdf_est_refuse(tmp_path):
    dossier = cas(tmp_path, [])
    with pytest.raises(PdfInvalide):
        assembler({"R": b"rien"}, (), dossier, nom="x", repertoire=tmp_path / "s")


def test_un_autre_processus_peut_dessiner_les_fichiers_word(tmp_path):
    dossier = cas(tmp_path, [("Note", "n.docx", docx(p("Une note")))])
    with ThreadPoolExecutor(1) as executeur:
        fait = assemblee(tmp_path, dossier, executeur=executeur)
    assert "Une note" in textes(fait.complet)[3]
