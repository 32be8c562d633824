"""Claims of Skill-Mix."""

from __future__ import annotations

from math import comb

from skilltheory.claims.claim import Finding, Verdict, enter, proved

__all__: list[str] = []

PAPER = "Yu et al. (2023)"
SKILLS = 101  # of the paper's list
BOUND_AT_5, SCORE_AT_5, BOUND_AT_6 = 0.07, 0.12, 0.001  # as the paper states them


@enter(
    "number-of-prompts",
    "With 101 skills the combinations of 4 number about 4 million, of 5 about 79 million.",
    source=f"{PAPER}, section 3",
)
def _number_of_prompts() -> Finding:
    four, five = comb(SKILLS, 4), comb(SKILLS, 5)
    holds = abs(four - 4.08e6) < 1e4 and abs(five - 7.92e7) < 1e5
    return Finding(
        Verdict.NUMERICAL if holds else Verdict.UNSUPPORTED, {"C(101,4)": four, "C(101,5)": five}
    )


@enter(
    "novel-answers",
    """At k = 5 the corpus holds about 7 % of the combinations and the score is about 12 %, so
    more than a third of the correct answers is on combinations never seen.""",
    source=f"{PAPER}, section 6",
    statements=("skillmix.occurrence", "skillmix.novelty"),
)
def _novel_answers() -> Finding:
    share = 1 - BOUND_AT_5 / SCORE_AT_5
    finding = proved(
        "skillmix.occurrence",
        "skillmix.novelty",
        comment="From the two stated figures; both the independence of skills and topic in the "
        "corpus and the sampling error of the score are to be kept in mind.",
        share_of_new_at_least=round(share, 4),
    )
    if share <= 1 / 3:
        return Finding(Verdict.UNSUPPORTED, finding.computed, finding.comment)
    return finding


@enter(
    "rarer-with-k",
    "One skill more makes combinations so much rarer that at k = 6 only about 0.1 % were seen.",
    source=f"{PAPER}, section 6",
    statements=("skillmix.occurrence", "skillmix.difficulty"),
)
def _rarer_with_k() -> Finding:
    frequency = BOUND_AT_6 / BOUND_AT_5
    return proved(
        "skillmix.occurrence",
        "skillmix.difficulty",
        comment="The two stated bounds agree with each other if a skill occurs in about one "
        "sentence of seventy.",
        implied_frequency_of_a_skill=round(frequency, 4),
    )


@enter(
    "score-saturates",
    "Models saturate: beyond a size of the combination their score falls off.",
    source=f"{PAPER}, section 5",
)
def _saturates() -> Finding:
    return Finding(Verdict.EMPIRICAL, {}, "Measured on models in 2023; not recomputed here.")


@enter(
    "no-stochastic-parrot",
    "A model that scores above what the corpus can hold does more than repeat its corpus.",
    source=f"{PAPER}, section 6",
    statements=("skillmix.more-than-seen", "skillmix.occurrence"),
)
def _no_parrot() -> Finding:
    return proved("skillmix.more-than-seen", "skillmix.occurrence")
