"""Pages that every visitor meets first: home, guides, plain pages, and what the center says of itself.

`BasePage` is the parent of every public page type in the house, those of the library and the announcements included.
"""

from portal.pages.models.base import BasePage, RoutableBasePage, Successor, Withdrawn, found_by
from portal.pages.models.bin import BinnedPage
from portal.pages.models.content import ContentPage
from portal.pages.models.guides import GuideIndexPage, GuideLegalBasis, GuidePage, GuideStatement
from portal.pages.models.home import HomePage
from portal.pages.models.hotlines import Hotline
from portal.pages.models.links import LinkRound, LinkState, OutsideLink
from portal.pages.models.pictures import ContentPicture, GuidePicture, PictureRow
from portal.pages.models.settings import Contact, FooterLink, SiteSettings

__all__ = [
    "BasePage",
    "BinnedPage",
    "Contact",
    "ContentPage",
    "ContentPicture",
    "FooterLink",
    "GuideIndexPage",
    "GuideLegalBasis",
    "GuidePage",
    "GuidePicture",
    "GuideStatement",
    "HomePage",
    "Hotline",
    "LinkRound",
    "LinkState",
    "OutsideLink",
    "PictureRow",
    "RoutableBasePage",
    "SiteSettings",
    "Successor",
    "Withdrawn",
    "found_by",
]
