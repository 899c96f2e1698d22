"""PDFs made for tests, plain and hostile: each is bytes."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

A4 = (595.276, 841.89)


def helvetica() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def octets(pdf: pikepdf.Pdf, **reglages: Any) -> bytes:
    sortie = io.BytesIO()
    pdf.save(sortie, deterministic_id="encryption" not in reglages, **reglages)
    return sortie.getvalue()


def page(pdf: pikepdf.Pdf, contenu: str = "", taille: tuple[float, float] = A4, **cles: Any) -> Any:
    """A page more, drawn by *contenu*, whose font is ``/F1``."""
    pdf.add_blank_page(page_size=taille)
    faite = pdf.pages[-1]
    faite.obj.Contents = pdf.make_stream(contenu.encode("latin-1"))
    faite.obj.Resources = Dictionary(Font=Dictionary(F1=helvetica()))
    for cle, valeur in cles.items():
        faite.obj[f"/{cle}"] = valeur
    return faite


def texte(dit: str, x: float = 72, y: float = 700, corps: float = 12) -> str:
    return f"BT /F1 {corps} Tf {x} {y} Td ({dit}) Tj ET"


def simple(pages: int = 1, dit: str = "Contenu", **cles: Any) -> bytes:
    pdf = pikepdf.new()
    for rang in range(pages):
        page(pdf, texte(f"{dit} {rang + 1}"), **cles)
    return octets(pdf)


def chiffre(*, ouverture: str = "", auteur: str = "auteur") -> bytes:
    with pikepdf.open(io.BytesIO(simple())) as pdf:
        return octets(pdf, encryption=pikepdf.Encryption(user=ouverture, owner=auteur, R=6))


def sans_page() -> bytes:
    pdf = pikepdf.new()
    return octets(pdf)


def tronque() -> bytes:
    entier = simple(3)
    return entier[: len(entier) // 2]


def boucle_d_index() -> bytes:
    """Its cross-reference table leads back to itself."""
    entier = octets(
        pikepdf.open(io.BytesIO(simple())), object_stream_mode=pikepdf.ObjectStreamMode.disable
    )
    debut = entier.rindex(b"xref\n", 0, entier.rindex(b"startxref"))
    return entier.replace(b"trailer << ", f"trailer << /Prev {debut} ".encode(), 1)


def boucle_de_pages() -> bytes:
    """Its tree of pages holds itself."""
    pdf = pikepdf.new()
    page(pdf, texte("Contenu"))
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    return octets(pdf)


def index_faux() -> bytes:
    """Its end says a wrong place; every reader repairs it."""
    entier = simple(2)
    debut = entier.rindex(b"startxref\n") + len(b"startxref\n")
    return entier[:debut] + b"7\n%%EOF\n"


def heritee() -> bytes:
    """What its page is lies two nodes above it."""
    pdf = pikepdf.new()
    page(pdf, texte("Contenu"), taille=(300, 400))
    feuille, racine = pdf.pages[0].obj, pdf.Root.Pages
    noeud = pdf.make_indirect(
        Dictionary(Type=Name.Pages, Kids=Array([feuille]), Count=1, Parent=racine, Rotate=90)
    )
    racine["/MediaBox"], racine["/Resources"] = feuille.MediaBox, feuille.Resources
    del feuille["/MediaBox"], feuille["/Resources"]
    feuille.Parent = noeud
    racine.Kids = Array([noeud])
    return octets(pdf)


def sans_ressources(**otees: Any) -> bytes:
    pdf = pikepdf.new()
    faite = page(pdf, "0 0 1 rg 10 10 50 50 re f")
    for cle in ("/Resources", *otees):
        del faite.obj[cle]
    return octets(pdf)


def agissant() -> bytes:
    """Opens with a script, carries a file, has links of all sorts."""
    pdf = pikepdf.new()
    faite = page(pdf, texte("Contenu"))
    autre = page(pdf, texte("Suite"))
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    faite.obj.AA = Dictionary(O=script)
    pdf.attachments["secret.txt"] = b"secret"

    def lien(**cles: Any) -> Any:
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 90, 30]), F=4, **cles
            )
        )

    def note(genre: str, **cles: Any) -> Any:
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name(genre), Rect=Array([10, 50, 90, 70]), F=4, **cles
            )
        )

    dessin = pdf.make_stream(b"1 0 0 rg 0 0 80 20 re f")
    dessin.Type, dessin.Subtype, dessin.BBox = Name.XObject, Name.Form, Array([0, 0, 80, 20])
    faite.obj.Annots = Array([
        lien(A=Dictionary(S=Name.URI, URI=String("https://exemple.fr/"), Next=script)),
        lien(A=Dictionary(S=Name.GoTo, D=Array([autre.obj, Name.Fit]))),
        lien(A=Dictionary(S=Name.Launch, F=String("calc.exe"))),
        lien(A=script),
        lien(A=Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))),
        note("/FileAttachment", FS=Dictionary(Type=Name.Filespec, F=String("secret.txt"))),
        note("/Text", Contents=String("une remarque")),
        note("/Stamp", AP=Dictionary(N=dessin), AA=Dictionary(E=script)),
    ])  # fmt: skip
    return octets(pdf)


def formulaire(*, signe: bool = False, xfa: bool = False, dynamique: bool = False) -> bytes:
    """A form with a field filled in; a signature in it if asked for."""
    pdf = pikepdf.new()
    faite = page(pdf, texte("Formulaire"))
    dessin = pdf.make_stream(b"/Tx BMC q BT /F1 12 Tf 2 4 Td (Rempli) Tj ET Q EMC")
    dessin.Type, dessin.Subtype, dessin.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 20])
    dessin.Resources = Dictionary(Font=Dictionary(F1=helvetica()))
    champ = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("nom"),
            V=String("Rempli"),
            Rect=Array([72, 500, 272, 520]),
            F=4,
            AP=Dictionary(N=dessin),
            P=faite.obj,
        )
    )
    champs = [champ]
    if signe:
        champs.append(pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("signature"), F=132,
            Rect=Array([0, 0, 0, 0]),
            V=Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("00")),
        )))  # fmt: skip
    if dynamique:
        champs = []
    faite.obj.Annots = Array(champs)
    pdf.Root.AcroForm = Dictionary(Fields=Array(champs))
    if signe:
        pdf.Root.AcroForm.SigFlags = 3
    if xfa or dynamique:
        pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")
    if dynamique:
        pdf.Root.NeedsRendering = True
    return octets(pdf)


def flux_abime() -> bytes:
    """Its content is not what its filter announces."""
    pdf = pikepdf.new()
    page(pdf, "")
    flux = pikepdf.Stream(pdf, b"\x78\x9cceci n'est pas comprime")
    flux.stream_dict.Filter = Name.FlateDecode
    pdf.pages[0].obj.Contents = pdf.make_indirect(flux)
    return octets(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def bombe() -> bytes:
    """A page whose content is 600 MB of blanks, in 600 kB."""
    machine = zlib.compressobj(9)
    morceaux = [machine.compress(b" " * 1_000_000) for _ in range(600)]
    pdf = pikepdf.new()
    page(pdf, "")
    flux = pikepdf.Stream(pdf, b"".join([*morceaux, machine.flush()]))
    flux.stream_dict.Filter = Name.FlateDecode
    pdf.pages[0].obj.Contents = pdf.make_indirect(flux)
    return octets(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def calque_cache(fin: str = "EMC", fond: str = "") -> bytes:
    """A layer that is not shown holds a red square; *fin* closes it."""
    pdf = pikepdf.new()
    calque = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("caché")))
    faite = page(pdf, f"{fond} /OC /C1 BDC 1 0 0 rg 100 100 200 200 re f {fin} {texte('Contenu')}")
    faite.obj.Resources.Properties = Dictionary(C1=calque)
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([calque]), D=Dictionary(OFF=Array([calque]), Order=Array([calque]))
    )
    return octets(pdf)


def chaine(longueur: int) -> bytes:
    """A page whose resources lead from object to object, *longueur* times."""
    objets = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources 4 0 R>>",
        *(b"<</N %d 0 R>>" % (rang + 1) for rang in range(4, 4 + longueur)),
        b"<<>>",
    ]
    ecrit, places = bytearray(b"%PDF-1.7\n"), []
    for rang, objet in enumerate(objets, start=1):
        places.append(len(ecrit))
        ecrit += b"%d 0 obj\n%s\nendobj\n" % (rang, objet)
    debut, taille = len(ecrit), len(objets) + 1
    ecrit += b"xref\n0 %d\n0000000000 65535 f \n" % taille
    ecrit += b"".join(b"%010d 00000 n \n" % place for place in places)
    ecrit += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (taille, debut)
    return bytes(ecrit)
