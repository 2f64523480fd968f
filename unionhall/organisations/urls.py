"""Addresses of the tree's registers.

Every row is looked up within the reader's scope.
"""

from unionhall.organisations.registers import EmployerRegister, UnitRegister

app_name = "organisations"
urlpatterns = [*UnitRegister.urls(), *EmployerRegister.urls()]
