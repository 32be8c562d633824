"""What a page shows comes from the objects; what does not hold stops the build, with its place."""

import re

import pytest

from skilltheory.claims import claim, claims

pytestmark = pytest.mark.filterwarnings("ignore")  # Sphinx and docutils have their own

PINSKER = "# Page\n\n```{st:statement} information.pinsker\n```\n"
WITHOUT_A_PROOF = """
from skilltheory.proving import store
from skilltheory.proving.script import SCRIPTS

store.load_proofs()
del SCRIPTS["information.pinsker"]
"""


def refused(built, place, words):
    """The build failed, and said where and why."""
    assert built.code != 0
    assert re.search(place + r": .*" + words, built.said, re.S), built.said


def test_a_statement_shows_its_formula_state_support_and_proof(book, capsys):
    book.write(PINSKER)
    page = book.build(capsys).page()
    assert 'id="st-information-pinsker"' in page
    assert "✓" not in page  # the tick is the style's; the word is the page's
    assert "proved · replayed" in page
    assert "nothing but the rules of the kernel" in page
    assert page.count("<math") >= 5
    assert 'alttext="2 \\left(q - p\\right)^{2} \\le \\operatorname{kl}\\left(q, p\\right)"' in page
    assert "\\le" not in re.sub(r'alttext="[^"]*"', "", page)


def test_a_proof_links_to_what_it_uses_and_folds_its_steps(book, capsys):
    book.write("# Page\n\n```{st:rest} information\n```\n")
    page = book.build(capsys).page()
    gibbs = page[page.index('id="st-information-gibbs"') :]
    assert 'href="#st-information-phi"' in gibbs[: gibbs.index("</section>")]
    assert "smaller step" in page


def test_links_numbers_and_formulas_in_a_sentence(book, capsys):
    book.write(
        PINSKER + "\nSee {st:ref}`information.pinsker`, {st:ref}`this <information.pinsker>`, "
        "{st:formula}`information.pinsker`, {st:value}`beta alpha=1/10 theta=1/10 k=4 digits=8`.\n"
    )
    page = book.build(capsys).page()
    assert page.count('href="#st-information-pinsker"') == 2
    assert "6.2338971" in page


@pytest.mark.slow
def test_tables_of_what_is_supposed_and_of_everything(book, capsys):
    book.configure(
        "from skilltheory.theory import statements\n"
        "st_open = [s.id for s in statements() if s.state == 'open']\n"
    )
    book.write(
        "# Page\n\n```{st:rest} *\n```\n\n"
        "```{st:supposed} assumption\n```\n\n```{st:ledger}\n```\n\n"
        "```{st:graph}\n```\n\n```{st:count}\n```\n\n```{st:rests-on} emergence.basic\n```\n\n"
        "```{st:check} emergence.basic\n```\n\n```{st:rests-on} information.pinsker\n```\n"
    )
    built = book.build(capsys)
    assert built.code == 0, built.said
    page = built.page()
    row = page[page.index("What falls without it") :]
    mixing = row[row.index("#st-skillgraph-mixing") :]
    assert "#st-emergence-basic" in mixing[: mixing.index("</tr>")]
    svg = page[page.index("<svg") : page.index("</svg>")]
    assert '<a class="st-node st-proved" href="#st-emergence-basic"' in svg
    assert 'data-from="information.phi" data-to="information.gibbs"' in svg
    assert 'data-from="information.log-bound" data-to="information.gibbs"' not in svg  # a shortcut


@pytest.mark.slow  # it proves and shows the whole theory
def test_claims_are_shown_with_what_was_found(book, capsys):
    book.configure(
        "from skilltheory.theory import statements\n"
        "st_open = [s.id for s in statements() if s.state == 'open']\n"
    )
    book.write("# Page\n\n```{st:rest} *\n```\n\n```{st:claims}\n```\n")
    page = book.build(capsys).page()
    assert page.count('class="st-verdict ') == len(claims())
    doubling = page[page.index('id="claim-doubling"') :]
    doubling = doubling[: doubling.index("</dl>")]
    assert "holds under stated conditions" in doubling
    assert "1.9055, 2.1878" in doubling
    assert 'href="#st-scaling-law"' in doubling


def test_a_claim_as_a_page_shows_it():
    from skilltheory.sphinxext._claims import verdict_counts, written

    one = claim("doubling")
    finding = one.check()
    text = written(one, finding)[0].astext()
    assert one.text in text
    assert one.source in text
    assert finding.comment in text
    assert "hoffmann2022: 1.9055, 2.1878" in text
    assert "1 claims. Holds under stated conditions: 1." in verdict_counts([finding]).astext()


def test_code_shows_its_real_output_and_a_certificate_its_argument(book, capsys):
    book.write(
        "# Page\n\n```{st:run}\nprint(6 * 7)\n```\n\n"
        "```{st:solve} beta alpha=1/10 theta=1/10 k=4 digits=12\n```\n\n"
        "```{st:solve} beta alpha=1/10 theta=1/100 k=1\n:refused:\n```\n"
    )
    page = book.build(capsys).page()
    assert ">42" in page
    assert "6.23389714683" in page
    assert "interval Newton" in page
    assert "k*theta*log(1/alpha)" in page


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("```{st:statement} information.pinskr\n```", 3, "unknown statement .*information.pinsker"),
        ("See {st:ref}`information.pinskr`.", 3, "unknown statement"),
        ("{st:formula}`nothing.here`", 3, "unknown statement"),
        ("```{st:rest} informatics\n```", 3, "unknown chapter"),
        ("```{st:rests-on} nothing.here\n```", 3, "unknown statement"),
        ("```{st:supposed} wish\n```", 3, "unknown kind"),
        ("```{st:graph} informatics\n```", 3, "unknown chapter"),
        ("```{st:solve} gamma alpha=1/2\n```", 3, "unknown unknown"),
        ("```{st:solve} beta alpha=2 theta=1/2 k=3\n```", 3, "alpha"),
        ("```{st:solve} beta alpha=1/10 theta=1/100 k=1\n```", 3, "no guarantee"),
        ("```{st:solve} beta alpha=1/10 theta=1/10 k=4\n:refused:\n```", 3, "should be refused"),
        ("```{st:solve} beta alpha\n```", 3, "name=value"),
        ("```{st:solve} beta alpha=1/10\n```", 3, "beta"),
        ("{st:value}`beta alpha=1/10 theta=1/100 k=1`", 3, "no guarantee"),
        ("```{st:run}\nx = 1\nx / 0\n```", 5, "ZeroDivisionError"),
        ("```{st:run}\n:typeset:\n\n'text'\n```", 3, "nothing that can be typeset"),
        ("```{st:figure}\n:alt: words\n\n1 / 0\n```", 6, "ZeroDivisionError"),
        ("```{st:figure}\n:alt: words\n\n1\n```", 3, "does not end in a figure"),
        ("```{st:figure}\nfrom matplotlib.figure import Figure\nFigure()\n```", 3, "needs :alt:"),
        ("A formula $\\nosuch{x}$.", 3, "not understood"),
        ("```{st:statement} information.pinsker\n```\n\nSee {st:ref}`information.gibbs`.", 6,
         "has no place in the book"),
    ],
)  # fmt: skip
def test_bad_input_stops_the_build_with_file_and_line(book, capsys, text, line, words):
    book.write(f"# Page\n\n{text}\n")
    refused(book.build(capsys), rf"index\.md:{line}", words)


def test_a_figure_that_cannot_be_drawn_stops_the_build(book, capsys):
    book.write(
        "# Page\n\n```{st:figure}\n:alt: words\n\nfrom matplotlib.figure import Figure\n"
        "f = Figure()\nf.suptitle(r'$\\frac{$')\nf\n```\n"
    )
    refused(book.build(capsys), r"index\.md:3", "the picture fails")


def test_a_statement_has_one_home(book, capsys):
    book.write(PINSKER + "\n```{toctree}\nother\n```\n")
    book.write(PINSKER, "other")
    refused(book.build(capsys), r"other\.md:3", "already stands on the page index")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "# Page\n\n```{st:recall} information.pinsker\n```\n",
        "# Page\n\n```{st:proof} information.pinsker\n```\n",
        "# Page\n\n```{st:rest} information\n```\n",
        "# Page\n\n```{st:check} information.pinsker\n```\n",
    ],
)
def test_however_a_lost_proof_is_shown_the_build_stops(book, text):
    book.configure(WITHOUT_A_PROOF)
    book.write(text)
    refused(book.build_afresh(), r"index\.md:3", "is shown as proved but is not: .*no proof")


@pytest.mark.slow
def test_a_statement_that_lost_its_proof_stops_the_build(book):
    book.configure(WITHOUT_A_PROOF)
    book.write(PINSKER)
    refused(book.build_afresh(), r"index\.md:3", "is shown as proved but is not: .*no proof")


@pytest.mark.slow
def test_a_page_kept_from_an_earlier_build_is_proved_again(book):
    book.write(PINSKER)
    assert book.build_afresh().code == 0
    book.configure(WITHOUT_A_PROOF)
    refused(book.build_afresh(), r"index\.md:3", "is shown as proved but is not")


@pytest.mark.slow
def test_what_the_book_admits_to_be_open_is_shown_as_open(book):
    book.configure(WITHOUT_A_PROOF + 'st_open = ["information.pinsker"]\n')
    book.write(PINSKER)
    built = book.build_afresh()
    assert built.code == 0, built.said
    page = built.page()
    assert '<span class="st-badge st-open">open</span>' in page
    assert "proved" not in page[page.index("st-card") :].replace("st-kind-proved", "")
