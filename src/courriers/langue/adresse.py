"""Postal addresses, NF Z10-011: six lines, 38 characters, from the name to the town.

Too long a line is reported, never cut.
"""

from __future__ import annotations

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.dossier.pays import est_francais, nom_du_pays
from courriers.dossier.personnes import Adresse, Personne, PersonnePublique, Representant
from courriers.langue.accords import nom_complet, nom_postal

LONGUEUR_MAX = 38
"""Characters of a line, spaces included (bound included)."""
LIGNES_MAX = 6
"""Lines without the country (bound included)."""


def lignes_de(adresse: Adresse, *, postale: bool = False) -> tuple[str, ...]:
    """The lines of *adresse* from the street to the town, and the country if it is not France.

    Args:
        postale: in capitals from the town on, as on an envelope.
    """
    bas = [f"{adresse.code_postal} {adresse.ville}"]
    if not est_francais(adresse.pays):
        bas.append(nom_du_pays(adresse.pays) or adresse.pays)
    return (*adresse.lignes, *(ligne.upper() if postale else ligne for ligne in bas))


def bloc_postal(personne: Personne, contact: Representant | None = None) -> tuple[str, ...]:
    """The lines of an address, as the envelope shows them."""
    lignes = [nom_postal(personne)]
    if isinstance(personne, PersonnePublique) and personne.service:
        lignes.append(personne.service)
    if contact is not None:
        lignes.append(f"À l’attention de {nom_complet(contact)}")
    return (*lignes, *lignes_de(personne.adresse, postale=True))


def constats_adresse(lignes: tuple[str, ...], champ: str, pays: str = "FR") -> list[Constat]:
    """What the post would object to in *lignes*, the address of *champ*."""
    constats = [
        avertissement(
            Code.ADRESSE_TROP_LONGUE,
            f"la ligne d’adresse « {ligne} » compte {len(ligne)} caractères ; "
            f"la norme postale en admet {LONGUEUR_MAX}.",
            "Abrégez-la si vous le pouvez ; elle est imprimée entière.",
            Lieu(champ=f"{champ}.adresse"),
        )
        for ligne in lignes
        if len(ligne) > LONGUEUR_MAX
    ]
    if len(lignes) > LIGNES_MAX + (not est_francais(pays)):
        constats.append(
            avertissement(
                Code.ADRESSE_TROP_LONGUE,
                f"l’adresse compte {len(lignes)} lignes ; la norme postale en admet six.",
                lieu=Lieu(champ=f"{champ}.adresse"),
            )
        )
    return constats
