"""Code in the book: what it prints is what it printed, and errors name file and line."""

import pytest

from skilltheory.sphinxext._errors import BookError
from skilltheory.sphinxext._run import execute, picture


def run(code, namespace=None, raises=""):
    return execute(code, {} if namespace is None else namespace, "page.md", 10, raises)


def test_the_last_expression_is_shown_as_python_shows_it():
    assert run("x = 'a'\nx").printed == "'a'"
    assert run("print(1)\n2").printed == "1\n2"
    assert run("None").printed == ""
    assert run("x = 1").printed == ""
    assert run("").printed == ""


def test_blocks_of_a_page_share_their_names():
    names = {}
    run("x = 20", names)
    assert run("x + 1", names).printed == "21"


def test_an_expression_with_latex_can_be_typeset():
    made = run("from sympy import Symbol, sqrt\nsqrt(Symbol('x'))")
    assert made.latex == r"\sqrt{x}"


def test_an_error_names_the_line_it_is_in():
    with pytest.raises(BookError, match=r"^page\.md:11: ZeroDivisionError"):
        run("x = 1\nx / 0\nx = 2")


def test_an_error_in_the_last_expression_names_its_line():
    with pytest.raises(BookError, match=r"^page\.md:12: NameError"):
        run("x = 1\n\nnot_there")


def test_an_error_inside_a_function_of_the_page_names_the_line_there():
    with pytest.raises(BookError, match=r"^page\.md:11: ValueError: no"):
        run("def f():\n    raise ValueError('no')\nf()")


def test_what_is_not_python_names_its_line():
    with pytest.raises(BookError, match=r"^page\.md:11: "):
        run("x = 1\nx +")


def test_an_expected_exception_is_shown_and_another_is_not_taken_for_it():
    assert run("1 / 0", raises="ZeroDivisionError").printed.startswith("ZeroDivisionError: ")
    with pytest.raises(BookError, match="NameError"):
        run("not_there", raises="ZeroDivisionError")


def test_an_expected_exception_that_does_not_come_is_an_error():
    with pytest.raises(BookError, match="should raise ZeroDivisionError, and did not"):
        run("1 / 1", raises="ZeroDivisionError")


def test_a_figure_is_taken_as_a_figure_and_the_same_figure_has_the_same_name(tmp_path):
    code = "from matplotlib.figure import Figure\nf = Figure()\nf.subplots().plot([1, 2])\nf"
    first, second = run(code), run(code)
    assert len(first.figures) == 1
    assert first.printed == ""
    name = picture(first.figures[0], tmp_path, "page")
    assert (tmp_path / name).read_text().startswith("<?xml")
    assert picture(second.figures[0], tmp_path, "page") == name
    assert [path.name for path in tmp_path.iterdir()] == [name]
