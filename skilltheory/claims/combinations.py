"""Claims about combinations of skills."""

from __future__ import annotations

from itertools import pairwise
from math import comb

from skilltheory.claims.claim import Finding, enter, judged, proved
from skilltheory.scaling import get_law, get_model
from skilltheory.solve import beta

__all__: list[str] = []

PAPER = "Arora and Goyal (2023), section on k'-tuples"
LECTURE = "S. Arora, lecture"


@enter(
    "tuples-are-skills",
    "Groups of k' text pieces and k'-tuples of skills form a skill graph again.",
    source=PAPER,
    statements=("tuples.count", "tuples.basic", "tuples.sharp"),
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
    for name in ("hoffmann2022", "hoffmann2022-source", "besiroglu2024"):
        low, high = get_law(name).bracket(10, digits=5)
        factors[name] = [round(1 / float(high), 4), round(1 / float(low), 4)]
    finding = proved(
        "tuples.tenfold",
        comment="About: between the two figures, for ten times the parameters and the tokens "
        "together. Ten times the compute gives less (see tenfold-compute).",
        factor_on_tuple_size=factors,
    )
    return judged(finding, all(1.75 < end < 2.5 for ends in factors.values() for end in ends))


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
        for size in range(2, draws + 1)
    }
    first = next((size for size, row in rows.items() if row["outnumbered"]), None)
    finding = proved(
        "tuples.seen",
        "tuples.paucity",
        comment="The theorem: beyond what a corpus can show lies what was never seen. The figures: "
        "1000 skills, 1e9 text pieces, 8 skills a piece.",
        outnumbered_from_size=first,
        by_tuple_size=rows,
    )
    return judged(finding, first is not None)


@enter(
    "emergence-is-smooth",
    "In this theory new skills come gradually with scale, not suddenly.",
    source=LECTURE,
    statements=("emergence.share-rises", "scaling.bracket", "tuples.tenfold"),
)
def _smooth() -> Finding:
    law, model = get_law("besiroglu2024"), get_model("gpt-3")
    curve = []
    for doublings in range(11):
        times = 2**doublings
        theta = law.excess(model.parameters * times, model.tokens * times, digits=9).value
        curve.append(1 - float(theta) * float(beta("1/10", theta, 16, bound="sharp", digits=9)))
    steps = [after - before for before, after in pairwise(curve)]
    finding = proved(
        "emergence.share-rises",
        "scaling.bracket",
        "tuples.tenfold",
        comment="Guaranteed competence is monotone in the share of errors, which falls as a power "
        "of scale: from GPT-3's size on, no doubling of parameters and tokens adds more than the "
        "largest step. A guarantee that was none before begins at a threshold, though.",
        competence_by_doubling=[round(value, 4) for value in curve],
        largest_step=round(max(steps), 4),
    )
    return judged(finding, min(steps) > 0 and max(steps) < 0.1)
