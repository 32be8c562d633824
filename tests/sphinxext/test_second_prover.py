"""A page says that the second prover accepted a statement only while its report holds."""

import re

import pytest

from skilltheory.rocq.checks import module_name
from skilltheory.rocq.library import Library
from skilltheory.rocq.report import Entry, Report
from skilltheory.rocq.units import keys_of_checks
from skilltheory.sphinxext import _checks

pytestmark = pytest.mark.filterwarnings("ignore")  # Sphinx and docutils have their own

PAGE = "# Page\n\n```{st:statement} cloze.linear information.log-bound\n```\n"
ACCEPTED = "proved · replayed · second prover"


@pytest.fixture
def report(book, monkeypatch):
    """Leave a report beside the book, on one statement as it is now."""
    monkeypatch.setattr(_checks, "_everything", dict)  # only what the page shows is proved here
    book.configure('st_rocq = "said"\n')

    def leave(accepted, key=None):
        (now,) = keys_of_checks(Library.read(), ["cloze.linear"], "8.16.1").values()
        entry = Entry(key or now, accepted, 1.0, "" if accepted else "Error: no")
        folder = book.folder / "said"
        folder.mkdir(exist_ok=True)
        Report("8.16.1", (), {module_name("cloze.linear"): entry}).save(folder)

    return leave


def test_an_accepted_statement_says_so_and_only_that_one(book, report, capsys):
    report(True)
    book.write(PAGE)
    page = book.build(capsys).page()
    assert page.count(ACCEPTED) == 1
    assert page.count("proved · replayed") == 2


def test_a_report_on_something_else_says_nothing_and_neither_does_none(book, report, capsys):
    book.write(PAGE)
    assert "second prover" not in book.build(capsys).page()
    report(True, key="of an older statement")
    assert "second prover" not in book.build(capsys).page()


def test_a_page_is_made_again_when_the_report_changes(book, report, capsys):
    report(True)
    book.write(PAGE)
    assert ACCEPTED in book.build(capsys).page()
    report(True, key="of an older statement")
    assert "second prover" not in book.build(capsys).page()


def test_a_statement_that_the_second_prover_refuses_stops_the_build(book, report, capsys):
    report(False)
    book.write(PAGE)
    built = book.build(capsys)
    assert built.code != 0
    assert re.search("cloze.linear is shown as proved but is not: the second prover", built.said)
