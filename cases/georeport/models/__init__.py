"""Keys of partners, and what came by them."""

from cases.georeport.models.partner_key import PartnerKey
from cases.georeport.models.partner_request import PartnerRequest

__all__ = ["PartnerKey", "PartnerRequest"]
