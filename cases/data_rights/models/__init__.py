"""Requests of people about their own data."""

from cases.data_rights.models.rights_request import RightsRequest

__all__ = ["RightsRequest"]
