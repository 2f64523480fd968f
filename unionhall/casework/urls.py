"""Addresses of casework.

Cases themselves are opened at the app that owns their kind.
"""

from django.urls import path

from unionhall.casework import pages

app_name = "casework"
urlpatterns = [path("cases/<int:pk>/paper/", pages.AttachPaper.as_view(), name="paper")]
