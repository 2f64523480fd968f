"""What the documentation must name: every verdict a row of a file can get, every variable that changes a run.

Run with UPDATE_DOCS=1 to write docs/verdicts.md anew.
"""

import os
import re

from tests.house.source import ROOT, modules
from unionhall.office.imports.contract import kinds

PAGE = ROOT / "docs" / "verdicts.md"
HEAD = """# Verdicts

Every row of every sheet that is read gets exactly one of these; accepted and remark are written, duplicate and rejected are not.
`unionhall import --json` gives the code; the marked workbook and the pages give the sentence.
"""


def test_every_verdict_is_listed():
    parts = [HEAD]
    for kind in sorted(kinds(), key=lambda kind: kind.code):
        parts.append(
            f"\n## {kind.code} ({kind.label})\n\n| Code | Standing | Label | Sentence |\n| --- | --- | --- | --- |\n"
        )
        parts += [f"| `{v.code}` | {v.standing} | {v.label} | {v.sentence} |\n" for v in kind.verdicts]
    wanted = "".join(parts)
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(wanted)
    assert PAGE.read_text() == wanted


def test_every_setting_is_documented():
    read = {
        name for path in modules() for name in re.findall(r'"(UNIONHALL_[A-Z_]+|DATABASE_URL|PORT)"', path.read_text())
    }
    told = (ROOT / "docs" / "operating.md").read_text()
    assert {name for name in read if f"`{name}`" not in told} == set()


def test_every_app_has_its_ten_lines():
    folders = {path.parent for path in modules("apps.py")} | {
        ROOT / "unionhall" / name for name in ("kernel", "figures")
    }
    assert [str(folder.relative_to(ROOT)) for folder in sorted(folders) if not (folder / "README.md").exists()] == []
