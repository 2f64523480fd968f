"""The ground floor: money, periods, identifiers, encryption, errors, Scope, Duty, Waiting.

Not a place for models, pages or anything that knows a domain; plain Python except fields.py and querysets.py.
"""
