"""Addresses of rosters.

A roster is known by its import.
"""

from django.urls import path

from unionhall.aid.mutual_aid import pages

app_name = "mutual_aid"
urlpatterns = [
    path("aid/rosters/", pages.RosterListPage.as_view(), name="rosters"),
    path("aid/rosters/upload/", pages.UploadPage.as_view(), name="upload"),
    path("aid/rosters/<int:pk>/", pages.RosterPage.as_view(), name="roster"),
    path("aid/rosters/<int:pk>/read/", pages.ReadAct.as_view(), name="read"),
    path("aid/rosters/<int:pk>/columns/", pages.ColumnsAct.as_view(), name="columns"),
    path("aid/rosters/<int:pk>/commit/", pages.CommitAct.as_view(), name="commit"),
    path("aid/rosters/<int:pk>/undo/", pages.UndoAct.as_view(), name="undo"),
    path("aid/rosters/<int:pk>/marked/", pages.MarkedPage.as_view(), name="marked"),
]
