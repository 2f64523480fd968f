"""Every address of the product: one line an app.

Nothing is served that is not listed here.
"""

from django.urls import include, path

from unionhall.site.pages import errors, health, home, search

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.Search.as_view(), name="search"),
    path("health/", health.health, name="health"),
    path("", include("unionhall.reporting.urls")),
    path("", include("unionhall.funds.receipts.urls")),
    path("", include("unionhall.funds.payments.urls")),
    path("", include("unionhall.members.urls")),
    path("", include("unionhall.aid.claims.urls")),
    path("", include("unionhall.casework.urls")),
    path("", include("unionhall.aid.mutual_aid.urls")),
    path("", include("unionhall.organisations.urls")),
    path("", include("unionhall.ui.urls")),
    path("accounts/", include("unionhall.accounts.log_in_urls")),
    path("", include("unionhall.accounts.urls")),
    path("", include("unionhall.office.imports.urls")),
    path("", include("unionhall.office.jobs.urls")),
    path("", include("unionhall.office.journal.urls")),
    path("", include("unionhall.office.documents.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
