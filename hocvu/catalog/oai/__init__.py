"""The catalogue for harvesters: OAI-PMH 2.0 with Dublin Core and LOM."""

from hocvu.catalog.oai.dublin import oai_dc
from hocvu.catalog.oai.provider import Item, Provider

__all__ = ["Item", "Provider", "oai_dc"]
