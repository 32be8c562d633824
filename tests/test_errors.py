"""Errors survive the way back from a worker process."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor

import pytest

from skilltheory.errors import (
    BudgetExceeded,
    ForgeryError,
    NoGuarantee,
    NumberFormatError,
    Refused,
    SkillTheoryError,
    SortError,
    UnknownName,
)
from skilltheory.solve import beta

ERRORS = [
    SortError("theta", "1.2", "a number strictly between 0 and 1"),
    NumberFormatError("k", "'x'", "an integer"),
    NoGuarantee("a > b", "1", "2", "why"),
    UnknownName("fit", "hofmann", ["hoffmann2022"]),
    ForgeryError("no"),
    Refused("sign", "unknown", {"x": "1/2"}),
    BudgetExceeded("ball", "too many boxes"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_can_be_sent(error: SkillTheoryError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert (str(back), back.__dict__) == (str(error), error.__dict__)


def test_an_error_comes_back_from_a_worker() -> None:
    with ProcessPoolExecutor(1) as pool, pytest.raises(NoGuarantee) as caught:
        pool.submit(beta, "1/10", "1/100", 1).result()
    assert caught.value.condition == "k*theta*log(1/alpha) > h(theta)"
