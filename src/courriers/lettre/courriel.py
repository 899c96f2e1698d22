"""An e-mail as a draft: one ``.eml`` file that a mail program opens ready to be sent.

RFC 5322 for its headers, RFC 2045 to 2047 and 2231 for what they hold, RFC 3676 for its text.
``X-Unsent`` makes it open as a draft; it has neither ``Date`` nor ``Message-ID``, which the mail
program gives on sending. The same case gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import encoders, policy
from email.charset import QP, Charset
from email.generator import BytesGenerator
from email.header import Header
from email.message import Message as Mime
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import cast

from courriers.lettre.message import Message
from courriers.lettre.pieces import GENRES, Jointe

_LIGNE = 76
_CRLF = policy.compat32.clone(linesep="\r\n", max_line_length=_LIGNE)
_ATOME = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADRESSE = re.compile(rf"{_ATOME}(\.{_ATOME})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_SIMPLE = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~.,;:()@<>\[\]-]{1,60}")


class AdresseNonTransmissible(ValueError):
    """An address that mail written in ASCII cannot carry; its text says so."""


@dataclass(frozen=True)
class Correspondant:
    """Who writes, or who receives."""

    nom: str
    adresse: str


def adresse_ascii(adresse: str) -> str:
    """*adresse* as a header carries it, its domain in ASCII (RFC 5891).

    >>> adresse_ascii("compta@société.example")
    'compta@xn--socit-esab.example'

    Raises:
        AdresseNonTransmissible: an accent before the « @ », or a domain that cannot be encoded.
    """
    local, _, domaine = adresse.rpartition("@")
    try:
        encode = domaine.encode("idna").decode("ascii")
        fidele = encode.encode("ascii").decode("idna") == domaine.lower()
    except UnicodeError:
        encode, fidele = "", False
    complete = f"{local}@{encode}"
    if not fidele or not _ADRESSE.fullmatch(complete):
        raise AdresseNonTransmissible(
            f"« {adresse} » ne peut pas figurer dans un courriel ordinaire."
        )
    return complete


def eml(message: Message, de: Correspondant, a: Correspondant, jointes: Sequence[Jointe]) -> bytes:
    """The draft of *message*, with what is attached to it.

    Raises:
        AdresseNonTransmissible: one of the addresses cannot be written.
    """
    corps = MIMEMultipart("alternative")
    corps.attach(_texte(message.texte, "plain"))
    corps.attach(_texte(message.html, "html"))
    entier = MIMEMultipart("mixed", policy=policy.compat32)
    entetes = {
        "From": _correspondant(de),
        "To": _correspondant(a),
        "Subject": _objet(message.objet),
        "X-Unsent": "1",
        "Content-Language": "fr",
    }
    de_mime = {nom: entier[nom] for nom in ("MIME-Version", "Content-Type")}
    for nom in de_mime:  # last: who, to whom and what about come first
        del entier[nom]
    for nom, valeur in (entetes | de_mime).items():
        entier[nom] = cast("str", valeur)  # a Header is folded as it stands
    entier.attach(corps)
    for jointe in jointes:
        entier.attach(_piece(jointe))
    for part in entier.walk():
        if part is not entier:  # said once, for all
            del part["MIME-Version"]
    _delimiter(entier, corps, message, jointes)
    sortie = io.BytesIO()
    BytesGenerator(sortie, mangle_from_=False, policy=_CRLF).flatten(entier)
    return sortie.getvalue()


def _correspondant(qui: Correspondant) -> Header:
    """« name <address> », the name quoted or encoded: nothing in it can end the header."""
    adresse = f"<{adresse_ascii(qui.adresse)}>"
    nom = " ".join(qui.nom.split())
    entete = Header(maxlinelen=_LIGNE, header_name="From")
    if _est_simple(nom):
        entete.append(f'"{nom}" {adresse}', "us-ascii")
        return entete
    entete.append(nom, "utf-8")
    entete.append(adresse, "us-ascii")
    return entete


def _est_simple(texte: str) -> bool:
    """Whether it can stand as it is: « =? » would be read as the start of an encoded word."""
    return "=?" not in texte and _SIMPLE.fullmatch(texte) is not None


def _objet(texte: str) -> Header:
    charset = "us-ascii" if _est_simple(texte) else "utf-8"
    return Header(texte, charset, maxlinelen=_LIGNE, header_name="Subject")


def _texte(contenu: str, genre: str) -> MIMEText:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    part = MIMEText("", genre, None, policy=policy.compat32)
    del part["Content-Transfer-Encoding"]
    part.set_payload(contenu, charset)
    if genre == "plain":
        part.set_param("format", "flowed")
    return part


def _piece(jointe: Jointe) -> Mime:
    part = MIMEBase(*GENRES[jointe.extension])
    part.set_payload(jointe.octets)
    encoders.encode_base64(part)
    nom = jointe.nom
    part.add_header(
        "Content-Disposition", "attachment", filename=nom if nom.isascii() else ("utf-8", "", nom)
    )
    return part


def _delimiter(
    entier: MIMEMultipart, corps: MIMEMultipart, message: Message, jointes: Sequence[Jointe]
) -> None:
    """Boundaries drawn from the content: no chance, and none can stand in what it encloses.

    « =_ » is written by neither of the two encodings used.
    """
    somme = hashlib.sha256()
    for octets in (message.texte.encode(), message.html.encode(), *(j.octets for j in jointes)):
        somme.update(hashlib.sha256(octets).digest())
    empreinte = somme.hexdigest()[:24]
    entier.set_boundary(f"=_{empreinte}_mixte")
    corps.set_boundary(f"=_{empreinte}_corps")
