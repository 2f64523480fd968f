"""The parts of ui on pages of their own: no page of the product is needed to try them."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast
from unionhall.site import menu


@pytest.fixture
def trial(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "GROUPS", ())
    settings.ROOT_URLCONF = "tests.ui.trial_pages"
    engine = settings.TEMPLATES[0]
    loaders = [
        "django_cotton.cotton_loader.Loader",
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    options = {**engine["OPTIONS"], "loaders": loaders}
    settings.TEMPLATES = [{**engine, "DIRS": [Path(__file__).parent / "templates"], "OPTIONS": options}]


@pytest.fixture
def wang(cast: Cast, client: Client, trial: None) -> Client:
    """The browser of clerk Wang, logged in."""
    cast.wang.set_password(PASSWORD)
    cast.wang.save()
    client.force_login(cast.wang)
    return client
