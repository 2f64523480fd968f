"""Background work: `start` it, declare its `runner`, `run` it here and now; a `chore` recurs by itself.

Models are reached through Django's registry, so any app may import this at any time.
"""

from unionhall.office.jobs.chores import chore
from unionhall.office.jobs.kinds import runner
from unionhall.office.jobs.progress import Progress, Stopped
from unionhall.office.jobs.running import run, start

__all__ = ["Progress", "Stopped", "chore", "run", "runner", "start"]
