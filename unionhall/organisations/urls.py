"""Addresses of the tree, its registers and the acts on a unit.

Every row is looked up within the reader's scope.
"""

from django.urls import path

from unionhall.organisations import pages
from unionhall.organisations.registers import EmployerRegister, UnitRegister

app_name = "organisations"
urlpatterns = [
    path("tree/", pages.TreePage.as_view(), name="tree"),
    path("tree/<int:pk>/below/", pages.BranchPage.as_view(), name="branch"),
    path("tree/options/", pages.OptionsPage.as_view(), name="options"),
    *UnitRegister.urls(),
    path("units/<int:pk>/found/", pages.FoundPage.as_view(), name="found"),
    path("units/<int:pk>/move/", pages.MovePage.as_view(), name="move"),
    path("units/<int:pk>/rename/", pages.RenamePage.as_view(), name="rename"),
    path("units/<int:pk>/split/", pages.SplitPage.as_view(), name="split"),
    path("units/<int:pk>/close/", pages.ClosePage.as_view(), name="close"),
    path("units/<int:pk>/staff/", pages.StaffPage.as_view(), name="staff"),
    *EmployerRegister.urls(),
]
