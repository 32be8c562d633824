"""Skill-Mix: have the combinations that a model gets right been seen before?

Section "Skill-Mix" of the theory reference.  A *combination* is ``k`` skills
and a topic; a corpus has ``L`` sentences.
"""

from __future__ import annotations

from sympy import Product, Sum, log

from skilltheory.kernel.formula import Formula, Pr, eq, every, le, lt, some
from skilltheory.sorts import Count, Natural, OpenUnit, Positive, Probability, Variable, family
from skilltheory.theory.skillgraph import k
from skilltheory.theory.statement import Kind, state

__all__ = [
    "CORRECT",
    "FREQUENCY",
    "HOLDS",
    "SEEN",
    "TOPIC",
    "combinations",
    "epsilon",
    "occurs",
    "p_skill",
    "p_topic",
    "r",
    "score",
    "seen_share",
    "sentence",
    "sentences",
    "tau",
]

SOURCE = 'Yu et al. (2023), section 6; theory reference, section "Skill-Mix", 8.1'

tau, r = Variable("tau", Count), Variable("r", Count)
sentence, sentences = Variable("h", Count), Variable("L", Count)
combinations = Variable("T", Count)
p_skill, p_topic = Variable("p_s", OpenUnit), Variable("p_t", OpenUnit)
score, seen_share = Variable("s", OpenUnit), Variable("b", Positive)
epsilon = Variable("epsilon", Positive)

HOLDS = family("X_h", Natural, random=True)
FREQUENCY = family("f", OpenUnit, fixed=True)
TOPIC = family("q", OpenUnit, fixed=True)
CORRECT = family("c", Probability)
SEEN = family("o", Probability)


def occurs() -> Formula:
    """Some sentence of the corpus holds the combination."""
    return some(sentence, 1, sentences, le(1, HOLDS[k, tau, sentence]))


independence = state(
    "skillmix.independence",
    Kind.ASSUMPTION,
    "Skills and topic occur independently in the corpus",
    eq(
        Pr(le(1, HOLDS[k, tau, sentence])),
        TOPIC[k, tau] * Product(FREQUENCY[k, tau, r], (r, 1, k)),
    ),
    source=SOURCE,
    meaning="""A sentence holds a given topic and given skills with the product of
    their frequencies. X_h[k, tau, h] is 1 if the h-th sentence holds the
    combination tau. Real corpora correlate skills and topics: this is the weak
    point of the argument, and the result says that it rests on it.""",
)

occurrence = state(
    "skillmix.occurrence",
    Kind.THEOREM,
    "How likely a corpus holds a combination",
    le(Pr(occurs()), p_skill**k * p_topic * sentences),
    suppose=[every(r, 1, k, le(FREQUENCY[k, tau, r], p_skill)), le(TOPIC[k, tau], p_topic)],
    source=SOURCE,
    meaning="""If each skill occurs in a sentence with frequency at most p_s and the
    topic with at most p_t, a corpus of L sentences holds the combination with
    probability at most p_s^k p_t L.""",
)

novelty = state(
    "skillmix.novelty",
    Kind.THEOREM,
    "How many correct answers must be new",
    le(
        (1 - seen_share / score) * Sum(CORRECT[tau], (tau, 1, combinations)),
        Sum(CORRECT[tau] * (1 - SEEN[tau]), (tau, 1, combinations)),
    ),
    suppose=[
        eq(Sum(CORRECT[tau], (tau, 1, combinations)), score * combinations),
        le(Sum(SEEN[tau], (tau, 1, combinations)), seen_share * combinations),
    ],
    source=SOURCE,
    meaning="""With a score s over all T combinations, of which at most a share b is
    expected in the corpus, at least a share 1 - b/s of the correct answers is
    on combinations that the corpus does not hold. (c is the chance of a correct
    answer, o the chance that the combination occurs; a measured score also has
    a sampling error.)""",
)

difficulty = state(
    "skillmix.difficulty",
    Kind.THEOREM,
    "The k from which combinations are new",
    le(p_skill**k * p_topic * sentences, epsilon),
    suppose=[le(log(p_topic * sentences / epsilon), k * log(1 / p_skill))],
    source=SOURCE,
    meaning="""From k >= log(p_t L/epsilon)/log(1/p_s) on, at most a share epsilon of
    the combinations is expected in the corpus.""",
)

third = state(
    "skillmix.more-than-seen",
    Kind.COROLLARY,
    "A score above the bound means new combinations",
    lt(0, Sum(CORRECT[tau] * (1 - SEEN[tau]), (tau, 1, combinations))),
    suppose=[*novelty.hypotheses, lt(seen_share, score)],
    source=SOURCE,
    meaning="""As soon as the score exceeds the share that the corpus can hold, some
    correct answers are on combinations never seen.""",
)
