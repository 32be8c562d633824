"""Claims about the skill graph and the emergence theorem."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, factorial, log

from skilltheory.claims.claim import Finding, Verdict, enter, judged, proved, supposed
from skilltheory.solve import beta, least_n1

__all__: list[str] = []

PAPER = "Arora and Goyal (2023)"
LECTURE = "S. Arora, lecture"


@enter(
    "emergence",
    """However the errors fall on the text pieces, all but a small share of the skills lose no
    more than a multiple of the average.""",
    source=f"{PAPER}, main theorem",
    statements=("emergence.basic",),
)
def _emergence() -> Finding:
    found = beta("1/10", "1/10", 4, digits=12)
    return proved("emergence.basic", beta_at_alpha_theta_tenth_k_4=found.value)


@enter(
    "bracket-is-divergence",
    "The bracket in the theorem's condition is negative because it is minus a divergence.",
    source=f"{PAPER}, proof of the main theorem",
    statements=("information.bracket", "information.gibbs-binary"),
)
def _bracket_is_divergence() -> Finding:
    return proved("information.bracket", "information.gibbs-binary")


@enter(
    "asymptotic",
    "The theorem is asymptotic: it will not hold for ten text pieces.",
    source=LECTURE,
    statements=("emergence.finite", "emergence.failure", "finite.sharp"),
)
def _asymptotic() -> Finding:
    level, k, skills = 5, 8, 10
    limit = beta("1/10", "1/10", k, digits=8)
    sizes = {
        f"{bound}, beta {at}": least_n1(
            "1/10", at, "1/10", k, n2=skills, failure="1/1000000", bound=bound
        ).value
        for bound in ("finite-basic", "finite-sharp")
        for at in ("8", "6", "5")
    }
    at_ten = _fails_at_ten_pieces(level, k, skills)
    finding = proved(
        "emergence.finite",
        "emergence.failure",
        "finite.sharp",
        comment="With alpha = theta = 1/10, k = 8 and ten skills the limit promises every beta "
        "above the boundary. At ten pieces and beta = 5 the promise is broken with the "
        "probability given, exactly; the least numbers of pieces are those from which the finite "
        "theorems break it at most once in a million.",
        boundary_in_the_limit=limit.value,
        chance_of_failure_at_ten_pieces=round(float(at_ten), 6),
        least_pieces=sizes,
    )
    holds = float(limit) < level and at_ten > Fraction(1, 100)
    return judged(finding, holds and all(int(size) > 10 for size in sizes.values()))


def _fails_at_ten_pieces(level: int, k: int, skills: int) -> Fraction:
    """The chance that, of ten pieces, some one with an error takes a skill with it.

    One error in ten, one skill in ten given up: the promise is that no skill gets ``level`` times
    the average ``k/skills`` of its edges from that piece.  It is broken if some piece draws some
    skill so often; pieces are independent, and the draws of one are counted by ``k!`` times a
    coefficient of the product of ``sum_{i < quota} x^i/i!``, one factor a skill.
    """
    quota = ceil(Fraction(level * k, skills))
    ways = [Fraction(1)] + [Fraction(0)] * k
    for _ in range(skills):
        ways = [
            sum((ways[j - i] / factorial(i) for i in range(min(quota - 1, j) + 1)), Fraction(0))
            for j in range(k + 1)
        ]
    safe = ways[k] * Fraction(factorial(k), skills**k)
    return Fraction(1 - safe**10)


@enter(
    "more-skills-a-piece",
    "The more skills a text piece draws, the better the guarantee.",
    source=f"{PAPER}, discussion of the performance curves",
    statements=("emergence.falls-in-k",),
)
def _more_skills() -> Finding:
    values = {str(k): beta("1/10", "1/10", k, digits=8).value for k in (4, 8, 16, 32)}
    return proved("emergence.falls-in-k", beta_by_k=values)


@enter(
    "better-model-better-skills",
    "As the share of errors falls, the guaranteed competence rises.",
    source=f"{PAPER}, discussion of the performance curves",
    statements=("emergence.share-rises",),
)
def _better_model() -> Finding:
    return proved("emergence.share-rises", comment="For shares of errors up to one half.")


@enter(
    "guarantee-says-something",
    "The boundary gives a performance curve for every share of errors.",
    source=f"{PAPER}, figures of performance curves",
    statements=("skillgraph.vacuous", "sharp.at-most-errors"),
)
def _says_something() -> Finding:
    basic = beta("1/25", "2/5", 3, digits=8)
    sharp = beta("1/25", "2/5", 3, bound="sharp", digits=8)
    return Finding(
        Verdict.UNSUPPORTED if basic.vacuous else Verdict.NUMERICAL,
        {
            "beta": basic.value,
            "one_over_theta": str(1 / Fraction("2/5")),
            "sharp": str(sharp.exact),
            "vacuous": basic.vacuous,
        },
        "At alpha = 1/25, theta = 2/5, k = 3 the boundary lies beyond 1/theta: it promises less "
        "than nothing, and there the sharp value is 1/theta exactly.",
    )


@enter(
    "theorem-is-tight",
    "The boundary of the theorem is where the guarantee ends.",
    source="not in the sources: a reading of the performance curves that is easily made",
    statements=("sharp.upper", "sharp.entropic-better"),
)
def _tight() -> Finding:
    rows = {}
    for alpha, theta, k in (("1/10", "1/10", 4), ("1/5", "1/5", 4), ("1/20", "1/10", 32)):
        rows[f"alpha {alpha}, theta {theta}, k {k}"] = {
            bound: beta(alpha, theta, k, bound=bound, digits=8).value
            for bound in ("basic", "entropic", "sharp")
        }
    finding = proved("sharp.upper", "sharp.entropic-better", comment="", **rows)
    if finding.verdict is Verdict.OPEN:
        return finding
    loose = any(float(row["sharp"]) < float(row["basic"]) for row in rows.values())
    return Finding(
        Verdict.UNSUPPORTED if loose else Verdict.NUMERICAL,
        rows,
        "The union bound over error sets is wasteful: a superquantile of the binomial law gives "
        "a smaller threshold, proved here in its upper half.",
    )


@enter(
    "unequal-skills",
    "The theorem carries over to skills that are not equally likely.",
    source=f"{LECTURE} (a question from the audience)",
    statements=("measure.failure", "emergence.rises-in-alpha"),
)
def _unequal() -> Finding:
    skills, alpha = 1000, 0.1
    entropy = -alpha * log(alpha) - (1 - alpha) * log(1 - alpha)
    return proved(
        "measure.failure",
        "emergence.rises-in-alpha",
        comment="Measured by mass: for any measure on the skills the same condition leaves skills "
        "of mass below alpha not kept. Only the choice of the set costs more, N2 log 2 nats in "
        "the place of N2 h(alpha), which does not matter in the limit.",
        cost_of_the_choice_1000_skills_alpha_tenth={
            "equal": round(skills * entropy, 2),
            "unequal": round(skills * log(2), 2),
        },
    )


@enter(
    "independent-draws",
    "Text pieces draw their skills independently at random.",
    source=f"{PAPER}, section 4",
    statements=("skillgraph.mixing",),
)
def _independent_draws() -> Finding:
    return supposed(
        "skillgraph.mixing", "A modelling assumption; every result that uses it lists it."
    )
