"""Addresses of rosters.

One file's own page is the imports'.
"""

from django.urls import path

from unionhall.aid.mutual_aid import pages

app_name = "mutual_aid"
urlpatterns = [
    path("aid/rosters/", pages.RosterListPage.as_view(), name="rosters"),
    path("aid/rosters/upload/", pages.UploadPage.as_view(), name="upload"),
]
