"""Every address of the portal (the URL contract: docs/architecture.md)."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.views import serve as serve_page

from portal.accounts.views import SignIn, SignOut
from portal.health import healthz, readyz
from portal.metrics.views import metrics
from portal.offline import manifest, offline, service_worker
from portal.pages.public.contact import contact
from portal.pages.public.pictures import picture
from portal.pages.public.site_map import site_map, text_size
from portal.robots import open_search, robots, security_txt, sitemap, sitemap_part
from portal.web.openapi import described

handler400 = "portal.web.errors.bad_request"
handler403 = "portal.web.errors.forbidden"
handler404 = "portal.web.errors.not_found"
handler500 = "portal.web.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap_part, name="sitemap_part"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("service-worker.js", service_worker, name="service_worker"),
    # One way in and out: recorded, locked and cleared as at the desk. Wagtail's own pages would leave no record.
    path("cms/login/", SignIn.as_view(), name="cms_login"),
    path("cms/logout/", SignOut.as_view(), name="cms_logout"),
    path("cms/", include(wagtailadmin_urls)),
    path("api/v1/statistics/", include("cases.statistics.outside.urls")),
    path("api/v1/openapi.json", described, name="openapi"),
    path("api/v1/", include("cases.georeport.outside.rest_urls")),
    path("open311/", include("cases.georeport.outside.urls")),
    path("documents/", include("portal.pages.public.attachments")),
    path("pictures/<int:pk>/<int:width>.webp", picture, name="picture"),
    *i18n_patterns(
        path("offline/", offline, name="offline"),
        path("app.webmanifest", manifest, name="manifest"),
        path("opensearch.xml", open_search, name="open_search"),
        path("contact/", contact, name="contact"),
        path("site-map/", site_map, name="site_map"),
        path("text-size/", text_size, name="text_size"),
        path("units/", include("portal.units.urls")),
        path("accounts/", include("portal.accounts.urls")),
        path("search/", include("portal.search.urls")),
        path("law/", include("legal_library.public.urls")),
        path("alerts/", include("portal.alerts.public.urls")),
        path("protection/", include("portal.protection.urls")),
        path("trail/", include("portal.audit.public.urls")),
        path("", include("cases.intake.urls")),
        path("track/decision/", include("cases.committee.public.urls")),
        path("", include("cases.data_rights.public.urls")),
        path("track/news/", include("cases.news.public.urls")),
        path("answer/", include("cases.outside.urls")),
        path("helper/", include("cases.camps.outside.urls")),
        path("money/", include("cases.readiness.public.urls")),
        path("", include("cases.consultation.public.urls")),
        path("desk/notices/", include("announcements.desk.urls")),
        path("desk/data-rights/", include("cases.data_rights.desk.urls")),
        path("desk/committee/", include("cases.committee.desk.urls")),
        path("desk/unit/", include("cases.readiness.desk.urls")),
        path("desk/reports/", include("cases.reports.urls")),
        path("desk/phone/", include("cases.phones.urls")),
        path("survey/", include("cases.surveys.public.urls")),
        path("event/", include("cases.events.public.urls")),
        path("desk/events/", include("cases.events.desk.urls")),
        path("desk/calls/", include("cases.calls.urls")),
        path("desk/needs/", include("cases.needs.urls")),
        path("desk/many/", include("cases.mass.urls")),
        path("desk/strip/", include("cases.strip.urls")),
        path("desk/first/", include("cases.vulnerable.urls")),
        path("desk/camps/", include("cases.camps.urls")),
        path("desk/households/", include("cases.households.urls")),
        path("desk/surveys/", include("cases.surveys.urls")),
        path("desk/statistics/", include("cases.statistics.urls")),
        path("desk/partners/", include("cases.georeport.desk.urls")),
        path("desk/tours/", include("cases.tours.urls")),
        path("desk/", include("cases.desk.urls")),
        # Files of pages (document.pdf, notice.pdf, event.ics, data.csv, akn.xml): Wagtail's own pattern knows folders only.
        re_path(r"^((?:[\w\-]+/)+[\w\-]+\.(?:pdf|csv|json|xml|ics))$", serve_page, name="wagtail_serve_file"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

if settings.DEBUG:
    urlpatterns = staticfiles_urlpatterns() + urlpatterns
