"""The journal's face: `change`, `record`, `count`.

Sealing and verifying stand in sealing.py and verify.py; how verbs read in verbs.py; pages in pages.py.
"""

from unionhall.office.journal.writing import change, count, record

__all__ = ["change", "count", "record"]
