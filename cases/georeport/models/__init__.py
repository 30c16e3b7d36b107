"""Keys of partners, what came by them, and where a partner's program is told how that stands."""

from cases.georeport.models.partner_hook import PartnerHook
from cases.georeport.models.partner_key import PartnerKey
from cases.georeport.models.partner_request import PartnerRequest

__all__ = ["PartnerHook", "PartnerKey", "PartnerRequest"]
