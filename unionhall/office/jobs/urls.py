"""Addresses of jobs.

A job is known by its number.
"""

from django.urls import path

from unionhall.office.jobs import pages

app_name = "jobs"

urlpatterns = [
    path("system/jobs/", pages.Jobs.as_view(), name="list"),
    path("system/jobs/<str:number>/", pages.JobPage.as_view(), name="job"),
    path("system/jobs/<str:number>/live/", pages.LiveJob.as_view(), name="live"),
    path("system/jobs/<str:number>/stop/", pages.StopJob.as_view(), name="stop"),
]
