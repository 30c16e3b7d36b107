"""`/open311/`: the same in every language, for programs."""

from django.urls import path, register_converter

from cases.georeport.outside import views
from cases.georeport.outside.formats import FORMATS


class FormatConverter:
    """The ending of an address: xml or json."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


register_converter(FormatConverter, "geoformat")

app_name = "georeport"

urlpatterns = [
    path("discovery.<geoformat:form>", views.discovery, name="discovery"),
    path("v2/services.<geoformat:form>", views.service_list, name="services"),
    path("v2/services/<slug:code>.<geoformat:form>", views.definition, name="definition"),
    path("v2/requests.<geoformat:form>", views.requests, name="requests"),
    path("v2/requests/<slug:number>.<geoformat:form>", views.one_request, name="request"),
]
