"""What is noted in the journal can be read there: every verb and every fact that the product writes has a word.

Read from the calls themselves; facts that say nothing to a reader stand in UNTOLD with their reason.
"""

import ast

from tests.house.source import called, modules, shown
from unionhall.office.journal import verbs

CALLS = ("unionhall.office.journal.record", "unionhall.office.journal.change")
OWN = {"verb", "by", "on", "obj"}
UNTOLD = {
    "since": "the day of the act that was taken back; the act is named",
    "by_code": "rows by verdict; the file's page shows them",
    "cited": "ids of citations; the text shows them",
    "belongs_to": "the paper's record: a model and a key",
    "document": "the key of a paper, its name is told",
    "how": "codes of the matching rules",
    "code": "the code of a reason; its label is on its page",
    "letters": "the length of a text",
    "moved": "models and numbers of what a merge moved",
    "role": "the code of a role; the case shows who holds it",
    "subject": "the key of what a file is for, its title is the import's",
    "tiers": "amounts in fen, the terms themselves are shown on their page",
}
NESTED = {"counts", "result"}  # told one by one, by the words of what stands in them
ELSEWHERE = {"reporting"}  # its words are declared with its pages


def entries() -> list[tuple[str, ast.Call]]:
    return [(shown(path), call) for path in modules() for name, call in called(path) if name in CALLS]


def test_every_fact_has_a_word():
    silent = sorted(
        f"{where}:{call.lineno} {keyword.arg}"
        for where, call in entries()
        for keyword in call.keywords
        if keyword.arg and keyword.arg not in OWN | NESTED | set(UNTOLD) and verbs.fact_word(keyword.arg) is None
    )
    assert silent == []
    assert len(entries()) > 40


def test_every_verb_has_a_word():
    named = {
        keyword.value.value
        for _where, call in entries()
        for keyword in call.keywords
        if keyword.arg == "verb" and isinstance(keyword.value, ast.Constant)
    }
    silent = {verb for verb in named if verb not in verbs.declared() and verb.partition(".")[0] not in ELSEWHERE}
    assert silent == set()
    assert len(named) > 25


def test_nothing_is_named_untold_that_is_told():
    assert [name for name in UNTOLD if verbs.fact_word(name)] == []
