"""Counts figures and opens them to their records, on Django's own connection.
It defines no figure: apps do, with `unionhall.figures`, and bind their facts to querysets here."""

from unionhall.office.counting.binding import AlreadyBound, NotBound, bind, movers
from unionhall.office.counting.evaluating import cached_evaluate, evaluate
from unionhall.office.counting.opening import Records, records

__all__ = ["AlreadyBound", "NotBound", "Records", "bind", "cached_evaluate", "evaluate", "movers", "records"]
