"""Addresses of editions: read, changed, tried out, put in force.

An edition is known by its row.
"""

from django.urls import path

from unionhall.aid.claims import deciding, pages

app_name = "claims"
urlpatterns = [
    path("aid/schemes/", pages.EditionListPage.as_view(), name="editions"),
    path("aid/schemes/<int:pk>/", pages.EditionPage.as_view(), name="edition"),
    path("aid/schemes/<int:pk>/history/", pages.HistoryPage.as_view(), name="history"),
    path("aid/schemes/<int:pk>/try/", pages.TryPage.as_view(), name="try"),
    path("aid/schemes/<int:pk>/cases.csv", pages.CasesTable.as_view(), name="cases"),
    path("aid/schemes/<int:pk>/trial/", pages.TrialPage.as_view(), name="trial"),
    path("aid/schemes/<int:pk>/trial.xlsx", pages.TrialWorkbook.as_view(), name="trial-workbook"),
    path("aid/schemes/<int:pk>/copy/", deciding.DraftPage.as_view(), name="draft"),
    path("aid/schemes/<int:pk>/amend/", deciding.AmendPage.as_view(), name="amend"),
    path("aid/schemes/<int:pk>/cases/add/", deciding.AddCasePage.as_view(), name="add-case"),
    path("aid/schemes/<int:pk>/cases/<int:case>/", deciding.MendCasePage.as_view(), name="mend-case"),
    path("aid/schemes/<int:pk>/sign/", deciding.SignPage.as_view(), name="sign"),
    path("aid/schemes/<int:pk>/trial/start/", deciding.StartTrialPage.as_view(), name="start-trial"),
]
