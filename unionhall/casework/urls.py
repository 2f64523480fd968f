"""Addresses of casework.

Cases themselves are opened at the app that owns their kind.
"""

from django.urls import path

from unionhall.casework import pages
from unionhall.casework.registers import ReasonRegister
from unionhall.office.registers.addresses import addresses

app_name = "casework"
urlpatterns = [
    path("cases/<int:pk>/paper/", pages.AttachPaper.as_view(), name="paper"),
    *addresses(ReasonRegister),
]
