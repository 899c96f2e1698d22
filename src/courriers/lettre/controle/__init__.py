"""The checker: every fault of a template at once, in French, each with its place and its remedy."""

from courriers.lettre.controle.controle import check_pack, controler

__all__ = ["check_pack", "controler"]
