"""The year's citations and the first text of its review.

The prose stands in review.md, the citations in citations.csv.
"""

import csv
from datetime import date
from importlib import resources

from unionhall.kernel.actors import SYSTEM
from unionhall.organisations.models import Unit
from unionhall.reference_year.plan import YEAR
from unionhall.reporting import actions
from unionhall.reporting.models import Citation


def write_review(*, on: date) -> None:
    """Put the citations in place and open the review."""
    folder = resources.files("unionhall.reference_year")
    rows = csv.DictReader(folder.joinpath("citations.csv").read_text("utf-8").splitlines())
    citations = [
        Citation(
            year=YEAR,
            published_id=row["published_id"],
            figure=row["figure"],
            scope=row["scope"],
            scheme=row["scheme"],
            period=int(row["period"]) if row["period"] else None,
        )
        for row in rows
    ]
    actions.set_citations(citations=citations, by=SYSTEM, on=on)
    city = Unit.objects.get(parent=None)
    body = folder.joinpath("review.md").read_text("utf-8")
    actions.start_review(year=YEAR, organisation=city, title=f"{YEAR} 年工作综述", body=body, by=SYSTEM, on=on)
