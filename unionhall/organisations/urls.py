"""Addresses of the tree, its registers and the acts on a unit.

Every row is looked up within the reader's scope.
"""

from django.urls import path

from unionhall.office.registers.addresses import addresses
from unionhall.organisations import pages
from unionhall.organisations.registers import EmployerRegister, UnitRegister

app_name = "organisations"
urlpatterns = [
    path("organisations/", pages.TreePage.as_view(), name="tree"),
    path("organisations/<int:pk>/below/", pages.BranchPage.as_view(), name="branch"),
    path("organisations/options/", pages.OptionsPage.as_view(), name="options"),
    *addresses(UnitRegister, "organisations/units/"),
    path("organisations/units/<int:pk>/found/", pages.FoundPage.as_view(), name="found"),
    path("organisations/units/<int:pk>/move/", pages.MovePage.as_view(), name="move"),
    path("organisations/units/<int:pk>/rename/", pages.RenamePage.as_view(), name="rename"),
    path("organisations/units/<int:pk>/split/", pages.SplitPage.as_view(), name="split"),
    path("organisations/units/<int:pk>/close/", pages.ClosePage.as_view(), name="close"),
    path("organisations/units/<int:pk>/undo/", pages.UndoPage.as_view(), name="undo"),
    path("organisations/units/<int:pk>/staff/", pages.StaffPage.as_view(), name="staff"),
    *addresses(EmployerRegister, "organisations/employers/"),
]
