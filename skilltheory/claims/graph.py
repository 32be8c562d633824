"""Claims about the skill graph and the emergence theorem."""

from __future__ import annotations

from skilltheory.claims.claim import Finding, Verdict, enter, proved
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
    sizes = {}
    for bound in ("finite-basic", "finite-sharp"):
        for level in ("8", "6", "5"):
            least = least_n1("1/10", level, "1/10", 8, n2=10, failure="1/1000000", bound=bound)
            sizes[f"{bound}, beta {level}"] = least.value
    return proved(
        "emergence.finite",
        "emergence.failure",
        "finite.sharp",
        comment="With alpha = theta = 1/10, k = 8, ten skills and failure probability 1e-6: the "
        "least numbers of text pieces from which the finite theorems speak.",
        least_pieces=sizes,
    )


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
        {"beta": basic.value, "one_over_theta": "2.5", "sharp": sharp.value},
        "At alpha = 1/25, theta = 2/5, k = 3 the boundary lies beyond 1/theta: it promises less "
        "than nothing, and there the sharp value is 1/theta exactly.",
    )


@enter(
    "theorem-is-tight",
    "The boundary of the theorem is where the guarantee ends.",
    source="a reading of the performance curves that is easily made",
    statements=("sharp.upper", "sharp.entropic-better"),
)
def _tight() -> Finding:
    rows = {}
    for alpha, theta, k in (("1/10", "1/10", 4), ("1/5", "1/5", 4), ("1/20", "1/10", 32)):
        rows[f"alpha {alpha}, theta {theta}, k {k}"] = {
            bound: beta(alpha, theta, k, bound=bound, digits=8).value
            for bound in ("basic", "entropic", "sharp")
        }
    loose = any(float(row["sharp"]) < float(row["basic"]) for row in rows.values())
    return Finding(
        Verdict.UNSUPPORTED if loose else Verdict.NUMERICAL,
        rows,
        "The union bound over error sets is wasteful: a superquantile of the binomial law gives "
        "a smaller threshold, proved here in its upper half.",
    )


@enter(
    "unequal-skills",
    "The theorem needs skills that are equally likely.",
    source=f"{LECTURE} (a question from the audience)",
    statements=("measure.failure", "emergence.rises-in-alpha"),
)
def _unequal() -> Finding:
    found = proved("measure.failure", "emergence.rises-in-alpha")
    if found.verdict is Verdict.OPEN:
        return found
    return Finding(
        Verdict.UNSUPPORTED,
        {},
        "It does not: for any measure on the skills the same condition leaves skills of mass "
        "below alpha not kept; only the choice of the set costs more, N2 log 2.",
    )


@enter(
    "independent-draws",
    "Text pieces draw their skills independently at random.",
    source=f"{PAPER}, section 4",
    statements=("skillgraph.mixing",),
)
def _independent_draws() -> Finding:
    return Finding(
        Verdict.OUT_OF_SCOPE, {}, "A modelling assumption; every result that uses it lists it."
    )
