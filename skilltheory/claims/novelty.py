"""Claims of Skill-Mix."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction

from skilltheory.claims.claim import Finding, Verdict, enter, judged, proved
from skilltheory.skillmix.novelty import k_reached, least_k, novelty, prompts

__all__: list[str] = []

PAPER = "Yu et al. (2023)"
SKILLS = 101  # of the paper's list
BOUND_AT_5, SCORE_AT_5, BOUND_AT_6 = map(Fraction, ("0.07", "0.12", "0.001"))
"""As the paper states them, rounded as they are there."""


@enter(
    "number-of-prompts",
    "With 101 skills the combinations of 4 number about 4 million, of 5 about 79 million.",
    source=f"{PAPER}, section 3",
)
def _number_of_prompts() -> Finding:
    four, five = prompts(SKILLS, 4), prompts(SKILLS, 5)
    holds = round(four, -6) == 4 * 10**6 and round(five, -6) == 79 * 10**6
    return Finding(
        Verdict.NUMERICAL if holds else Verdict.UNSUPPORTED, {"C(101,4)": four, "C(101,5)": five}
    )


@enter(
    "novel-answers",
    """At k = 5 the corpus holds about 7 % of the combinations and the score is about 12 %, so
    more than a third of the correct answers is on combinations never seen.""",
    source=f"{PAPER}, section 6",
    statements=("skillmix.new-answers",),
)
def _novel_answers() -> Finding:
    new = 1 - BOUND_AT_5 / SCORE_AT_5
    finding = proved(
        "skillmix.new-answers",
        comment="From the two stated figures, supposing that skills and topic occur independently "
        "in the corpus. With the sampling error of the score (95 %, one-sided) fewer are surely "
        "new; the number of answers is the least at which a third still is.",
        share_of_new_at_least=round(float(new), 4),
        surely_new_by_number_of_answers={
            str(n): round(float(novelty(SCORE_AT_5 * n, n, BOUND_AT_5).new_at_least), 4)
            for n in (100, 300, 1000, 3000)
        },
        answers_for_a_third=_answers_for(Fraction(1, 3)),
    )
    return judged(finding, new > Fraction(1, 3))


def _answers_for(share: Fraction) -> int | None:
    """The least number of answers, up to 10 000, at which so large a share is surely new.

    Of those numbers only that make the score a whole number of right answers.
    """
    sizes = range(SCORE_AT_5.denominator, 10_000, SCORE_AT_5.denominator)

    def enough(answers: int) -> bool:
        return novelty(SCORE_AT_5 * answers, answers, BOUND_AT_5).new_at_least > share

    at = bisect_left(sizes, True, key=enough)
    return sizes[at] if at < len(sizes) else None


@enter(
    "rarer-with-k",
    "One skill more makes combinations so much rarer that at k = 6 only about 0.1 % were seen.",
    source=f"{PAPER}, section 6",
    statements=("skillmix.occurrence", "skillmix.difficulty", "skillmix.least-k"),
)
def _rarer_with_k() -> Finding:
    frequency = BOUND_AT_6 / BOUND_AT_5  # p_s^6 p_t L over p_s^5 p_t L
    rest = BOUND_AT_5 / frequency**5  # p_t L
    one_percent = least_k("1/100", p_skill=frequency, p_topic=Fraction(1, 10**6),
                          sentences=round(rest * 10**6))  # fmt: skip
    finding = proved(
        "skillmix.occurrence",
        "skillmix.difficulty",
        "skillmix.least-k",
        comment="The two stated bounds agree with each other if a skill occurs in about one "
        "sentence of seventy; then 6 is the least k at which at most 1 % were seen.",
        implied_frequency_of_a_skill=str(frequency),
        least_k_for_one_percent=one_percent,
    )
    return judged(finding, 0 < frequency < Fraction(1, 20) and one_percent == 6)


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


@enter(
    "k-follows-scale",
    "A larger model should combine more skills in a prompt, as many as the theory says of tuples.",
    source=f"{PAPER}, introduction; theory reference, 8.2",
    statements=("skillmix.reach", "skillmix.tenfold"),
)
def _k_follows_scale() -> Finding:
    steps = {
        name: k_reached(name, ("175e9", "300e9"), ("175e10", "300e10"), 3).to_json()["k_after"]
        for name in ("hoffmann2022", "besiroglu2024")
    }
    return proved(
        "skillmix.reach",
        "skillmix.tenfold",
        comment="A prediction that rests on an assumption besides those of the theorem: that the "
        "score follows the share of groups of pieces that fail. Given is the k that ten times "
        "GPT-3's parameters and tokens should reach where GPT-3 reaches 3.",
        k_after=steps,
    )
