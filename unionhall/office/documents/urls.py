"""Addresses of papers.

Numbers only: no label and no name stands in an address.
"""

from django.urls import path

from unionhall.office.documents import pages

app_name = "documents"

urlpatterns = [
    path("papers/<int:pk>/", pages.Open.as_view(), name="open"),
    path("papers/<int:pk>/remove/", pages.Remove.as_view(), name="remove"),
    path("papers/add/<str:kind>/<int:pk>/", pages.Attach.as_view(), name="add"),
]
