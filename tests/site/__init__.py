"""Tests of the site: what every page has around it."""
