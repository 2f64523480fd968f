"""Plain registers, declared in one class: `from unionhall.office.registers.register import Register`.

Knows people and units only as rows with `visible_to`.
"""
