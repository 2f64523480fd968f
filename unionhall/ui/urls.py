"""Addresses of the frame: the year shown, kept forms, the gallery.

Pages of records belong to their apps.
"""

from django.urls import path

from unionhall.ui import views

app_name = "ui"

urlpatterns = [
    path("ui/year/", views.choose_year, name="year"),
    path("ui/draft/", views.keep_draft, name="draft"),
    path("ui/draft/drop/", views.drop_draft, name="drop-draft"),
    path("system/gallery/", views.Gallery.as_view(), name="gallery"),
]
