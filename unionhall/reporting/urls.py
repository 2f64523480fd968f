"""Addresses of figures and the year review.

Times and scopes are query parameters; no name of a person ever is.
"""

from django.urls import path

from unionhall.reporting.pages import figures, publishing, reviews

app_name = "reporting"
urlpatterns = [
    path("figures/", figures.FigureList.as_view(), name="figures"),
    path("figures/<str:figure_id>/", figures.FigurePage.as_view(), name="figure"),
    path("figures/<str:figure_id>/records/", figures.FigureRecords.as_view(), name="records"),
    path("review/", reviews.ReviewPage.as_view(), name="review"),
    path("review/new/", reviews.ReviewStart.as_view(), name="start"),
    path("review/edit/", reviews.ReviewEdit.as_view(), name="edit"),
    path("review/word/", reviews.ReviewWord.as_view(), name="word"),
    path("review/publishing/", publishing.Publishing.as_view(), name="publishing"),
    path("review/publishing/reviewed/", publishing.MarkReviewed.as_view(), name="reviewed"),
    path("review/publishing/sign/", publishing.SignReview.as_view(), name="sign"),
    path("review/brief/", publishing.ReviewBrief.as_view(), name="brief"),
    path("review/bundle/", publishing.ReviewBundle.as_view(), name="bundle"),
    path("review/numbers/<str:published_id>/", reviews.ReviewNumber.as_view(), name="number"),
]
