"""Background work: `start` it, declare its `runner`, `run` it here and now; `Stopped` ends it when a user asks.

Models are reached through Django's registry, so any app may import this at any time.
"""

from unionhall.office.jobs.kinds import runner
from unionhall.office.jobs.progress import Progress, Stopped
from unionhall.office.jobs.running import run, start

__all__ = ["Progress", "Stopped", "run", "runner", "start"]
