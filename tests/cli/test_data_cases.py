"""Files of the kinds that people have, by the command line: read right, or refused in one line."""

import json
from pathlib import Path

import pytest

from engine.cli import main as cli

CASES = Path(__file__).parent.parent / "data" / "cases"
# Of the 200 rows that several files hold in one form or another.
K1, K3, ESS = 0.0188167, 0.019715261523845524, 192.65843618873765


def run(capsys, *arguments):
    code = cli.main(arguments)
    out, err = capsys.readouterr()
    assert code == 0, err
    return json.loads(out), err


def refused(capsys, *arguments):
    code = cli.main(arguments)
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    return err


def value(data, name):
    return next(r["value"] for r in data["readouts"] if r["name"] == name)


def test_tokens_that_start_with_a_number_sign_are_rows(capsys):
    words = ("--data", str(CASES / "01_tokens_first_column.csv"), "--json")
    data, _ = run(capsys, "run", "kl-divergence", *words)
    assert (data["data"]["rows"], data["data"]["used"], data["data"]["notes"]) == (200, 200, [])
    assert value(data, "k1 estimate") == pytest.approx(K1, abs=5e-8)
    assert value(data, "k3 estimate") == pytest.approx(K3, rel=1e-12)
    data, _ = run(capsys, "run", "importance-weights", *words)
    assert value(data, "ESS") == pytest.approx(ESS, rel=1e-12)


def test_spreadsheet_errors_are_counted_named_and_left_out_when_agreed(capsys):
    words = ("run", "kl-divergence", "--data", str(CASES / "01c_excel_num_error.csv"))
    message = refused(capsys, *words)
    assert "20 of 200 rows cannot be used and may be left out (--skip-bad-rows)" in message
    assert "line 5: spreadsheet error '#NUM!' in column logp_new" in message
    data, _ = run(capsys, *words, "--skip-bad-rows", "--json")
    assert (data["data"]["rows"], data["data"]["used"], data["data"]["skipped"]) == (200, 180, 20)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("05a_lists_in_cells.csv", "holds lists of numbers, in column logprobs, as '[-2.027101"),
        ("05d_inline_comment.csv", "holds comments behind its numbers, in column logp_old"),
        ("05g_numpy2_repr.csv", "in column logp_new, as 'np.float64(-2.027101)'; write them as"),
        ("08_decimal_comma_three_digits.csv", "may part decimals or thousands, in column logp_new"),
        ("14_bfloat16.npz", "logp_new is of a 2-byte type that NumPy does not know, probably bfl"),
        ("15_csv_in_zip.zip", "is a zip archive of b.csv; unpack it and open the file in it"),
        ("15_records.json", "is JSON; save it as CSV"),
    ],
)
def test_what_is_not_read_is_told(capsys, file, words):
    for page in ("kl-divergence", "importance-weights"):
        assert words in refused(capsys, "run", page, "--data", str(CASES / file))


def test_lists_are_told_where_they_are_asked_for(capsys):
    words = ("run", "kl-divergence", "--data", str(CASES / "05f_small_steps.csv"))
    assert "holds lists of numbers, in column kl" in refused(capsys, *words, "--columns", "kl")


def test_a_covariance_in_single_precision_is_symmetrised_with_a_word(capsys):
    path = str(CASES / "09_float32_asymmetric_covariance.npy")
    data, err = run(capsys, "run", "densities", "--p-covariance", path, "--json")
    assert value(data, "KL(p||q)") == pytest.approx(2.90065, abs=5e-6)
    assert "p-covariance: entries across the diagonal differ by up to 1.1e-08" in err
    assert "symmetrised" in err


def test_the_covariance_that_pandas_wrote(capsys):
    path = str(CASES / "10_covariance_from_pandas.csv")
    data, err = run(capsys, "run", "densities", "--p-covariance", path, "--json")
    assert data["parameters"]["p_covariance"] == [[4, 1, 0.5], [1, 3, 0.2], [0.5, 0.2, 2]]
    assert err == ""
