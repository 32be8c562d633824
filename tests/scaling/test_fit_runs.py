"""Tables of runs: names that are recognised, and everything that can be wrong with a table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from skilltheory.errors import SkillTheoryError, UnknownName
from skilltheory.scaling import Runs, RunsError, read_runs
from skilltheory.scaling.columns import recognise


@pytest.mark.parametrize(
    ("names", "factors"),
    [
        (("Model Size", "Training Tokens", "Training FLOP", "loss"), (1, 1, 1, 1)),
        (("N", "D", "C", "L"), (1, 1, 1, 1)),
        (("params (B)", "tokens_T", "PF-days", "Loss [bits/token]"), (1e9, 1e12, 8.64e19, 0.69315)),
        (("n_params", "trainTokens", "GFLOPs", "val_loss"), (1, 1, 1e9, 1)),
        (("Parameters (millions)", "tokens (1e9)", "compute", "nll"), (1e6, 1e9, 1, 1)),
        (("N (10^6)", "dataset size", "C (1e18 FLOP)", "Final Loss"), (1e6, 1, 1e18, 1)),
        (("Model Size (B params)", "Dataset Size (B tokens)", "Training compute (FLOP)",
          "Final Train Loss"), (1e9, 1e9, 1, 1)),
        (("N [params]", "D (tokens)", "C (FLOPs)", "L (nats)"), (1, 1, 1, 1)),
        (("nb_params", "Training dataset size (M tokens)", "flop_count", "eval/loss"),
         (1, 1e6, 1, 1)),
        (("num-parameters", "tokens (in billions)", "petaflop/s-days", "cross entropy"),
         (1, 1e9, 8.64e19, 1)),
    ],
)  # fmt: skip
def test_names_are_recognised(names: tuple[str, ...], factors: tuple[float, ...]) -> None:
    found = recognise(["step", "learning rate", *names, "hex_color"])
    assert tuple(column.name for column in found.values()) == names
    assert [column.factor for column in found.values()] == pytest.approx(factors, rel=1e-4)


def test_a_plain_loss_goes_before_one_of_a_kind() -> None:
    assert recognise(["n", "d", "train loss", "loss", "val loss"])["loss"].name == "loss"
    assert recognise(["n", "d", "train loss", "val loss"])["loss"].name == "val loss"
    with pytest.raises(SkillTheoryError, match="'val loss', 'eval loss'; say which one"):
        recognise(["n", "d", "val loss", "eval loss"])


def test_columns_named_outright() -> None:
    found = recognise(
        ["weights (M)", "seen", "y"], {"parameters": "weights (M)", "tokens": "seen", "loss": "y"}
    )
    assert found["parameters"].factor == 1e6
    with pytest.raises(UnknownName, match="unknown column 'sen'; did you mean seen"):
        recognise(["n", "seen", "loss"], {"tokens": "sen"})


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["n", "d"], "no column for the loss"),
        (["n", "d", "loss (bits per byte)"], "no column for the loss"),
        (["log_params", "log10(D)", "loss"], "none found"),
        (["n (layers)", "d", "loss"], "only tokens found"),
        (["n", "loss"], "two of parameters, tokens and compute are needed.*only parameters found"),
        (["x", "y"], "no column for the loss; two of .*none found. Columns of the table: 'x', 'y'"),
    ],
)
def test_missing_columns(names: list[str], said: str) -> None:
    with pytest.raises(SkillTheoryError, match=said):
        recognise(names)


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "runs.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_compute_stands_in_for_what_is_missing(tmp_path: Path) -> None:
    runs = read_runs(
        write(tmp_path, "N,D,C,loss\n1e9,2e10,,2.5\n,4e10,4.8e20,2.4\n3e9,,1.8e20,2.6\n")
    )
    assert runs.parameters.tolist() == [1e9, 2e9, 3e9]
    assert runs.tokens.tolist() == [2e10, 4e10, 1e10]
    assert runs.lines.tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffparams;tokens;loss\n7B;140,000,000,000;2.5\n400M;8e9;3.1\n",
        "# made by hand\nparams\ttokens\tloss\n\n7000M\t0.14T\t2.5\n4e8\t8_000_000_000\t3.1\n",
        '"params (B)","tokens (B)","ppl"\n7,140,12.182493960703473\n0.4,8,22.197951281441636\n',
    ],
)
def test_ways_to_write_a_table(tmp_path: Path, text: str) -> None:
    runs = read_runs(write(tmp_path, text))
    np.testing.assert_allclose(runs.parameters, [4e8, 7e9], rtol=1e-12)
    np.testing.assert_allclose(runs.tokens, [8e9, 1.4e11], rtol=1e-12)
    np.testing.assert_allclose(runs.loss, [3.1, 2.5], rtol=1e-12)


BAD = """params,tokens,loss
1e9,2e10,2.5
lots,2e10,2.5
1e9,-3,2.5
1e9,2e10,0
1e9,2e10,35
1e9,2e10,inf
1e9,,2.5
1e400,2e10,2.5
1e9,2e10,2.5B
nan,2e10,"__import__('os')"
"""


def test_every_bad_row_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunsError) as caught:
        read_runs(write(tmp_path, BAD))
    assert [line for line, _ in caught.value.problems] == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    for said in (
        "line 3: params = 'lots' is not a number",
        "line 4: tokens = -3 is not positive",
        "line 5: loss = 0 is not positive",
        "line 6: loss = 35 is absurd: at most 20 nats per token",
        "line 7: loss = 'inf' is not a number",
        "line 8: tokens is missing",
        "line 9: params = 1e400 is absurd",
        "line 10: loss = '2.5B' is not a number",
        "and 1 more",
    ):
        assert said in str(caught.value)


def test_rows_that_spreadsheets_leave(tmp_path: Path) -> None:
    assert len(read_runs(write(tmp_path, "n,d,loss\n1e9,2e10,2.5\n,,\n2e9,2e10,2.4\n , ,\n"))) == 2
    commas = write(tmp_path, "n;d;loss\n1e9;2e10;2,5\n")
    with pytest.raises(RunsError, match=r"line 2: loss = '2,5' is not a number \(write a decimal"):
        read_runs(commas)
    with pytest.raises(RunsError, match="is not a number"):
        read_runs(write(tmp_path, "n,d,loss\n1e9,2e10,\uff12.5\n"))


def test_duplicated_rows(tmp_path: Path) -> None:
    path = write(tmp_path, "n,d,loss\n1e9,2e10,2.5\n2e9,2e10,2.4\n1000000000,2e10,2.50\n")
    with pytest.raises(RunsError, match="line 4: the same run as line 2"):
        read_runs(path)
    assert len(read_runs(path, duplicates="keep")) == 3
    dropped = read_runs(path, duplicates="drop")
    assert dropped.lines.tolist() == [2, 3]
    assert dropped.notes[-1] == "dropped as duplicates: lines 4"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no table"),
        ("n,d,loss\n", "columns but no rows"),
        ("n,d,loss\n1,2\n", "line 2: 2 cells, where the first line names 3 columns"),
        ("n,n,loss\n1,2,3\n", "names the column 'n' twice"),
        ('n,d,loss\n1,2,3\n4,5,"6\n7,8,9\n', "line 3: a cell opens a quotation mark that no later"),
        ('n,d,loss\n1,2,"3', "line 2: a cell opens a quotation mark"),
        (
            'n,d,loss,note\n1,2,3,"a\n4,5,6,b"c\n7,8,9\n',
            "line 4: 3 cells, where the first line names 4 columns",
        ),
        ('n,d,loss\n1,"2\n3"\n', r"line 2: 2 cells \(a quotation mark keeps it open to line 3\)"),
        (
            "sep=|\nn|d|loss\n",
            "line 1: 'sep=|': cells must be separated by a comma, a semicolon or",
        ),
        ("sep=\nn,d,loss\n", "line 1: 'sep=': cells must be separated by a comma"),
        (f'n,d,loss\n1,2,"{"x" * 140_000}"\n', "line 2: field larger than field limit"),
    ],
)
def test_irregular_tables(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RunsError, match=said):
        read_runs(write(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        'sep=,\nname,n,d,loss\n"small\n# and early",1e9,2e10,2.5\n\nlarge,2e9,3e10,2.25\n',
        'sep=;\nname;n;d;loss\n"small,\n\nearly";1e9;2e10;"2.5"\nlarge;2e9;3e10;2.25\n',
        '"SEP=\t"\r\nname\tn\td\tloss\r\n"a\r\n\r\nb"\t1e9\t2e10\t2.5\r\nc\t2e9\t3e10\t2.25\r\n',
        'sep=;;;\n"name\nof the run";"model\nsize";"tokens, in\nall";loss\n'
        'a;1e9;2e10;2.5\n"b";2e9;3e10;2.25',
    ],
)
def test_line_breaks_in_cells_and_a_declared_separator(tmp_path: Path, text: str) -> None:
    path = tmp_path / "runs.csv"
    path.write_bytes(text.encode())
    runs = read_runs(path, columns={"tokens": "tokens, in all"} if "in\nall" in text else None)
    assert runs.parameters.tolist() == [1e9, 2e9]
    assert runs.tokens.tolist() == [2e10, 3e10]
    assert runs.loss.tolist() == [2.5, 2.25]


def test_lines_are_counted_over_line_breaks_in_cells(tmp_path: Path) -> None:
    text = 'sep=,\nname,n,d,loss\n"a\nb\nc",1e9,2e10,2.5\nd,2e9,x,2.25\n'
    with pytest.raises(RunsError, match="line 6: d = 'x' is not a number"):
        read_runs(write(tmp_path, text))


def test_a_stray_quotation_mark_within_a_cell_stays(tmp_path: Path) -> None:
    text = 'name,n,d,loss\n"x" large,1e9,2e10,2.5\n5" disk,2e9,3e10,2.25\n'
    assert read_runs(write(tmp_path, text)).loss.tolist() == [2.5, 2.25]


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(SkillTheoryError, match="cannot read"):
        read_runs(tmp_path / "none.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(SkillTheoryError, match="not a text file"):
        read_runs(tmp_path / "binary.csv")


def test_columns_in_memory() -> None:
    runs = Runs.from_columns({"N": [2e9, 1e9], "D": [1e10, 1e10], "loss": [2.4, 2.5]})
    assert runs.lines.tolist() == [2, 1]
    with pytest.raises(RunsError, match="different lengths"):
        Runs.from_columns({"N": [1.0], "D": [1.0, 2.0], "loss": [1.0]})
