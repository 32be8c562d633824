"""Claims about combinations of skills."""

from __future__ import annotations

from math import comb

from skilltheory.claims.claim import Finding, Verdict, enter, proved
from skilltheory.scaling import get_law

__all__: list[str] = []

PAPER = "Arora and Goyal (2023), section on k'-tuples"
LECTURE = "S. Arora, lecture"


@enter(
    "tuples-are-skills",
    "Groups of k' text pieces and k'-tuples of skills form a skill graph again.",
    source=PAPER,
    statements=("tuples.count", "tuples.basic"),
)
def _tuples_are_skills() -> Finding:
    return proved("tuples.count", "tuples.basic", "tuples.sharp")


@enter(
    "groups-fail",
    "If a share theta of the pieces has an error, at most a share k' theta of the groups does.",
    source=PAPER,
    statements=("tuples.groups",),
)
def _groups_fail() -> Finding:
    return proved("tuples.groups")


@enter(
    "loss-over-k",
    "When the loss falls by the factor k', k'-tuples are where single skills were.",
    source=PAPER,
    statements=("tuples.same-curve",),
)
def _loss_over_k() -> Finding:
    return proved("tuples.same-curve")


@enter(
    "doubling",
    "Ten times the scale doubles the size of the combinations that a model masters.",
    source=f"{LECTURE}; {PAPER}",
    statements=("tuples.tenfold",),
)
def _doubling() -> Finding:
    factors = {}
    for name in ("hoffmann2022", "besiroglu2024"):
        low, high = get_law(name).bracket(10, digits=5)
        factors[name] = [round(1 / float(high), 4), round(1 / float(low), 4)]
    return proved(
        "tuples.tenfold",
        comment="Between the two figures, for ten times the parameters and the tokens.",
        factor_on_tuple_size=factors,
    )


@enter(
    "more-tuples-than-text",
    "Combinations outnumber the corpus: most were never seen.",
    source=f"{LECTURE}; {PAPER}",
    statements=("tuples.seen", "tuples.paucity"),
)
def _more_tuples() -> Finding:
    skills, pieces, draws = 1000, 10**9, 8
    rows = {
        str(size): {
            "tuples": comb(skills, size),
            "shown_at_most": pieces * comb(draws, size),
            "outnumbered": comb(skills, size) > pieces * comb(draws, size),
        }
        for size in (2, 4, 6, 8)
    }
    return proved(
        "tuples.seen",
        "tuples.paucity",
        comment="With 1000 skills, 1e9 text pieces and 8 skills a piece: from 6-tuples on the "
        "corpus can show only a part.",
        by_tuple_size=rows,
    )


@enter(
    "emergence-is-smooth",
    "In this theory new skills come gradually with scale, not suddenly.",
    source=LECTURE,
    statements=("emergence.share-rises", "scaling.bracket"),
)
def _smooth() -> Finding:
    found = proved("emergence.share-rises", "scaling.bracket")
    if found.verdict is Verdict.OPEN:
        return found
    return Finding(
        Verdict.CONDITIONAL,
        {},
        "The guaranteed competence is monotone in the share of errors, which falls as a power of "
        "scale; the guarantee itself begins at a threshold.",
    )
