"""Claims about the loss and what it means for wrong answers."""

from __future__ import annotations

import mpmath

from skilltheory.claims.claim import Finding, enter, judged, proved, supposed
from skilltheory.theory import statement
from skilltheory.theory.information import n as answers

__all__: list[str] = []

LECTURE = "S. Arora, lecture"
PAPER = "Arora and Goyal (2023)"


@enter(
    "entropy-plus-excess",
    "The loss of a language model is the entropy of language plus an excess.",
    source=f"{LECTURE}; {PAPER}, section 3",
    statements=("information.cross-entropy",),
)
def _entropy_plus_excess() -> Finding:
    return proved("information.cross-entropy")


@enter(
    "entropy-is-the-floor",
    "No model has a loss below the entropy of language, and only language itself reaches it.",
    source=f"{LECTURE}; {PAPER}, section 3",
    statements=("information.gibbs", "information.gibbs-strict"),
)
def _entropy_is_the_floor() -> Finding:
    return proved("information.gibbs", "information.gibbs-strict")


@enter(
    "loss-adds-up",
    "The loss of a text is the sum of the losses of its positions.",
    source=LECTURE,
    statements=("information.chain", "information.chain-mean"),
)
def _loss_adds_up() -> Finding:
    return proved("information.chain", "information.chain-mean")


@enter(
    "pronoun",
    """An ambiguous pronoun answered at chance between two referents costs log 2; answered
    surely it costs nothing.""",
    source=LECTURE,
    statements=("cloze.chance",),
)
def _pronoun() -> Finding:
    cost = statement("cloze.chance").conclusion.lhs  # of a question with n equal answers
    chance, sure = (str(cost.subs({answers: count}).evalf(12)) for count in (2, 1))
    return judged(
        proved("cloze.chance", at_chance_nats=chance, answered_surely_nats=sure),
        float(chance) > 0 and float(sure) == 0,
    )


@enter(
    "error-below-root",
    "Excess cross-entropy e bounds the error on a cloze question by sqrt(2 e).",
    source=f"{PAPER}, section 3",
    statements=("cloze.l1", "cloze.total-variation"),
)
def _error_below_root() -> Finding:
    return proved(
        "cloze.l1",
        "cloze.total-variation",
        comment="sqrt(2 e) bounds the L1 distance, which is twice the total variation: for the "
        "chance of any one event sqrt(e/2) holds already.",
        **{
            "at an excess of 0.05": {
                "sqrt(2 e)": mpmath.nstr(mpmath.sqrt(mpmath.mpf("0.1")), 8),
                "sqrt(e/2)": mpmath.nstr(mpmath.sqrt(mpmath.mpf("0.025")), 8),
            }
        },
    )


@enter(
    "error-linear",
    "Where a reader is certain of the answer, the error is at most the excess itself.",
    source="not in the sources: sharper than their root (theory reference, 1.7)",
    statements=("cloze.certain", "cloze.linear"),
)
def _error_linear() -> Finding:
    exact = -mpmath.expm1(-mpmath.mpf("0.05"))
    figures = {"error at an excess of 0.05": mpmath.nstr(exact, 12)}
    return proved("cloze.certain", "cloze.linear", **figures)


@enter(
    "excess-tracked-by-errors",
    "Excess cross-entropy is tracked by the error on cloze questions about the text.",
    source=f"{PAPER}, section 3.2",
    statements=("cloze.sufficiency",),
)
def _tracked() -> Finding:
    return supposed(
        "cloze.sufficiency",
        "A modelling assumption. Results that use it say so; to test it, measure both on models "
        "of several sizes.",
    )
