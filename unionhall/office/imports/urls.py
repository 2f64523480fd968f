"""Addresses of one imported file; the list and the upload are its kind's.

Nothing else.
"""

from django.urls import path

from unionhall.office.imports import pages

app_name = "imports"
urlpatterns = [
    path("imports/<int:pk>/", pages.ImportPage.as_view(), name="import"),
    path("imports/<int:pk>/read/", pages.ReadAct.as_view(), name="read"),
    path("imports/<int:pk>/columns/", pages.ColumnsAct.as_view(), name="columns"),
    path("imports/<int:pk>/commit/", pages.CommitAct.as_view(), name="commit"),
    path("imports/<int:pk>/undo/", pages.UndoAct.as_view(), name="undo"),
    path("imports/<int:pk>/marked/", pages.MarkedPage.as_view(), name="marked"),
]
