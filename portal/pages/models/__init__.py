"""Pages that every visitor meets first: home, guides, plain pages, and what the center says of itself.

`BasePage` is the parent of every public page type in the house, those of the library and the announcements included.
"""

from .base import BasePage, RoutableBasePage
from .content import ContentPage
from .guides import GuideIndexPage, GuideLegalBasis, GuidePage, GuideStatement
from .home import HomePage
from .settings import SiteSettings

__all__ = [
    "BasePage",
    "ContentPage",
    "GuideIndexPage",
    "GuideLegalBasis",
    "GuidePage",
    "GuideStatement",
    "HomePage",
    "RoutableBasePage",
    "SiteSettings",
]
