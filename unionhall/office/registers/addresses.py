"""The addresses of a register: which pages stand where.

The register itself knows none of its pages.
"""

from django.urls import URLPattern, path

from unionhall.office.registers import pages
from unionhall.office.registers.register import Register


def addresses(cls: type[Register], at: str = "") -> list[URLPattern]:
    """Its addresses, below `at` (default: its name)."""
    register, top, name = cls(), at or f"{cls.name}/", cls.name
    reads = {"register": register, "duties": cls.duties}
    urls = [
        path(top, pages.ListPage.as_view(**reads), name=name),
        path(f"{top}export/", pages.ExportPage.as_view(**reads), name=f"{name}-export"),
    ]
    if cls.is_personal:
        urls.append(path(f"{top}search/", pages.SearchPage.as_view(**reads), name=f"{name}-search"))
    if cls.add is not None:
        adds = pages.AddPage.as_view(register=register, duties=(cls.add.duty,))
        urls.append(path(f"{top}add/", adds, name=f"{name}-add"))
    if cls.edit is not None:
        edits = pages.EditPage.as_view(register=register, duties=(cls.edit.duty,))
        urls.append(path(f"{top}<int:pk>/edit/", edits, name=f"{name}-edit"))
    if cls.sections:
        urls += [
            path(f"{top}<int:pk>/", pages.RowPage.as_view(**reads), name=f"{name}-row"),
            path(f"{top}<int:pk>/history/", pages.HistoryPage.as_view(**reads), name=f"{name}-history"),
        ]
    return urls
