"""Addresses of the journal.

Two pages, both to be read only.
"""

from django.urls import path

from unionhall.office.journal import pages

app_name = "journal"

urlpatterns = [
    path("system/journal/", pages.Journal.as_view(), name="list"),
    path("system/journal/<int:pk>/", pages.EntryPage.as_view(), name="entry"),
]
