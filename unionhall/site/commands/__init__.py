"""The commands of `unionhall`, one module each: `HELP`, `arguments(parser)`, `run(options) -> exit code`.

A new command is a module here and a line in console.py.
"""
