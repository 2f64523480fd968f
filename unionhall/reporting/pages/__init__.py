"""Pages of figures and of the year review.

Each asks one question of `queries` or `opening`, or makes one action call.
"""
