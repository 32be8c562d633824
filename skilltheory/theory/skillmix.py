"""Skill-Mix: have the combinations that a model gets right been seen before?

Section "Skill-Mix" of the theory reference.  A *combination* is ``k`` skills
and a topic; a corpus has ``L`` sentences.
"""

from __future__ import annotations

from sympy import Expr, Product, Rational, Sum, binomial, log

from skilltheory.functions import AtLeast
from skilltheory.kernel.formula import And, Formula, Pr, eq, every, le, lt, some
from skilltheory.sorts import Count, Natural, OpenUnit, Positive, Probability, Variable, family
from skilltheory.theory.cloze import WRONG
from skilltheory.theory.scaling import LOSS, D, E, N
from skilltheory.theory.skillgraph import k
from skilltheory.theory.statement import Kind, state

__all__ = [
    "CORRECT",
    "FREQUENCY",
    "HOLDS",
    "IN_CORPUS",
    "PROMPTS",
    "RIGHT",
    "SCORE",
    "SEEN",
    "TOPIC",
    "D_later",
    "N_later",
    "combinations",
    "epsilon",
    "held",
    "k_later",
    "occurs",
    "p_skill",
    "p_topic",
    "r",
    "right",
    "right_and_new",
    "risk",
    "score",
    "seen",
    "seen_share",
    "sentence",
    "sentences",
    "tau",
]

REFERENCE = 'theory reference, section "Skill-Mix"'
SOURCE = f"Yu et al. (2023), section 6; {REFERENCE}, 8.1"

tau, r = Variable("tau", Count), Variable("r", Count)
sentence, sentences = Variable("h", Count), Variable("L", Count)
combinations = Variable("T", Count)
p_skill, p_topic = Variable("p_s", OpenUnit), Variable("p_t", OpenUnit)
score, seen_share = Variable("s", OpenUnit), Variable("b", Positive)
epsilon = Variable("epsilon", Positive)
risk = Variable("rho", OpenUnit)

HOLDS = family("X_h", Natural, random=True)
FREQUENCY = family("f", OpenUnit, fixed=True)
TOPIC = family("q", OpenUnit, fixed=True)
RIGHT = family("C", Natural, random=True)
SEEN = family("O", Natural, random=True)
CORRECT = family("c", Probability)
IN_CORPUS = family("o", Probability)
SCORE = family("s", Probability, fixed=True)
"""``SCORE[N, D, k]``: the score of the model of that scale on prompts of ``k`` skills."""

PROMPTS = family("P", Count, fixed=True)

skills, topics, k_later = Variable("N_s", Count), Variable("N_t", Count), Variable("k_2", Count)
N_later, D_later = Variable("N'", N.sort), Variable("D'", D.sort)


def occurs() -> Formula:
    """Some sentence of the corpus holds the combination."""
    return some(sentence, 1, sentences, le(1, HOLDS[k, tau, sentence]))


def right() -> Formula:
    """The model answers the prompt for a combination rightly."""
    return le(1, RIGHT[k, tau])


def seen() -> Formula:
    """The corpus holds the combination, as one relation: ``O`` is 1 where ``occurs()``."""
    return le(1, SEEN[k, sentences, tau])


def held() -> Expr:
    """How many combinations the corpus holds."""
    return Sum(AtLeast(SEEN[k, sentences, tau], 1), (tau, 1, combinations))


def right_and_new() -> Formula:
    """The answer is right, and the corpus does not hold the combination."""
    return And(right(), lt(SEEN[k, sentences, tau], 1))


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

in_corpus = state(
    "skillmix.in-corpus",
    Kind.DEFINITION,
    "What a corpus holds",
    eq(Pr(seen()), Pr(occurs())),
    source=SOURCE,
    meaning="""O[k, L, tau] is 1 if one of the first L sentences holds the combination tau,
    else 0. Only that the two events are equally likely is used.""",
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

split = state(
    "skillmix.split",
    Kind.LEMMA,
    "Right answers are new or seen",
    le(Pr(right()), Pr(right_and_new()) + Pr(seen())),
    source=SOURCE,
    meaning="""An answer that is right is on a combination that the corpus lacks, or on
    one that it holds. Nothing is supposed about how the two go together: a model
    learns from its corpus, so they are not independent.""",
)

novelty = state(
    "skillmix.novelty",
    Kind.THEOREM,
    "How many right answers must be new",
    le(
        (1 - seen_share / score) * Sum(Pr(right()), (tau, 1, combinations)),
        Sum(Pr(right_and_new()), (tau, 1, combinations)),
    ),
    suppose=[
        eq(Sum(Pr(right()), (tau, 1, combinations)), score * combinations),
        le(Sum(Pr(seen()), (tau, 1, combinations)), seen_share * combinations),
    ],
    source=SOURCE,
    meaning="""With a score s over all T combinations, of which at most a share b is
    expected in the corpus, at least a share 1 - b/s of the right answers is
    expected on combinations that the corpus does not hold. C is 1 for a right answer,
    O for a combination in the corpus; corpus and model are both random, and may
    depend on one another in any way. A measured score also has a sampling error.""",
)

surely = state(
    "skillmix.surely-seen",
    Kind.LEMMA,
    "No corpus is likely to hold many more than expected",
    le(Pr(le(seen_share * combinations / risk, held())), risk),
    suppose=[le(Sum(Pr(seen()), (tau, 1, combinations)), seen_share * combinations)],
    source=f"{REFERENCE}, 8.1",
    meaning="""If at most a share b of the T combinations is expected in the corpus, the
    corpus holds a share b/rho of them, or more, with probability at most rho (Markov's
    inequality). However the combinations depend on one another.""",
)

given = state(
    "skillmix.given-corpus",
    Kind.LEMMA,
    "The same for one given corpus",
    le(
        (1 - seen_share / score) * Sum(CORRECT[tau], (tau, 1, combinations)),
        Sum(CORRECT[tau] * (1 - IN_CORPUS[tau]), (tau, 1, combinations)),
    ),
    suppose=[
        eq(Sum(CORRECT[tau], (tau, 1, combinations)), score * combinations),
        le(Sum(IN_CORPUS[tau], (tau, 1, combinations)), seen_share * combinations),
    ],
    source=SOURCE,
    meaning="""For one corpus and one model: c is the model's chance of a right answer, o is
    1 for a combination that this very corpus holds and 0 for the others, b the share
    that it holds. With an o strictly between 0 and 1, such as the chance that a random corpus
    holds the combination, c (1 - o) would be the chance of an answer both right and
    new only if the model did not depend on the corpus; then skillmix.novelty is the
    theorem to use.""",
)

answers = state(
    "skillmix.new-answers",
    Kind.COROLLARY,
    "How many right answers must be new, from the frequencies of skills",
    le(
        (1 - p_skill**k * p_topic * sentences / score) * Sum(Pr(right()), (tau, 1, combinations)),
        Sum(Pr(right_and_new()), (tau, 1, combinations)),
    ),
    suppose=[
        eq(Sum(Pr(right()), (tau, 1, combinations)), score * combinations),
        every(tau, 1, combinations, every(r, 1, k, le(FREQUENCY[k, tau, r], p_skill))),
        every(tau, 1, combinations, le(TOPIC[k, tau], p_topic)),
    ],
    source=SOURCE,
    meaning="""The paper's argument as one statement: if no skill occurs in a sentence with
    frequency above p_s, and no topic with frequency above p_t, then of a score s at least
    the share 1 - p_s^k p_t L/s is expected on combinations that a corpus of L
    sentences does not hold.""",
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

least = state(
    "skillmix.least-k",
    Kind.THEOREM,
    "Below that k the bound is larger",
    lt(epsilon, p_skill**k * p_topic * sentences),
    suppose=[lt(k * log(1 / p_skill), log(p_topic * sentences / epsilon))],
    source=SOURCE,
    meaning="""For every smaller k the bound exceeds epsilon, so the least k that will do
    is log(p_t L/epsilon)/log(1/p_s), rounded up.""",
)

third = state(
    "skillmix.more-than-seen",
    Kind.COROLLARY,
    "A score above the bound means new combinations",
    lt(0, Sum(Pr(right_and_new()), (tau, 1, combinations))),
    suppose=[*novelty.hypotheses, lt(seen_share, score)],
    source=SOURCE,
    meaning="""As soon as the score exceeds the share that the corpus can hold, some
    right answers are expected on combinations never seen.""",
)

prompts = state(
    "skillmix.prompts",
    Kind.DEFINITION,
    "How many prompts there are",
    eq(PROMPTS[skills, topics, k], binomial(skills, k) * topics),
    suppose=[le(k, skills)],
    source=f"Yu et al. (2023), section 3; {REFERENCE}",
    meaning="""A prompt asks for k different skills out of N_s and for one of N_t topics. How
    many skills it asks for, k, is the dial of difficulty.""",
)

transfer = state(
    "skillmix.transfer",
    Kind.ASSUMPTION,
    "The score follows the share of failing groups",
    le(SCORE[N, D, k], SCORE[N_later, D_later, k_later]),
    suppose=[le(k_later * WRONG[N_later, D_later], k * WRONG[N, D])],
    source=f"{REFERENCE}, 8.2",
    meaning="""By the theorem for tuples, what is guaranteed of k-tuples depends on the model
    only through the share of groups of k pieces that fail, k times its share of wrong
    pieces. Supposed here is that the score on prompts of k skills is so, too: it does not fall
    where that share does not rise. The theorem is about cloze questions on text that
    there is; Skill-Mix asks for new text, and no theorem joins the two.""",
)

reach = state(
    "skillmix.reach",
    Kind.PREDICTION,
    "Which k a step in scale should reach",
    le(SCORE[N, D, k], SCORE[N_later, D_later, k_later]),
    suppose=[
        le(LOSS[N, D] - E, 1),
        le(k_later * (LOSS[N_later, D_later] - E), k * (LOSS[N, D] - E)),
    ],
    source=f"{REFERENCE}, 8.2",
    meaning="""If the excess falls by some factor, the score that a model had at k skills
    should be reached at k times that factor. It rests on cloze sufficiency and on the
    transfer from tuples to Skill-Mix, on no scaling law.""",
)

tenfold = state(
    "skillmix.tenfold",
    Kind.PREDICTION,
    "Ten times the scale, nearly twice the k",
    le(SCORE[N, D, k], SCORE[10 * N, 10 * D, k_later]),
    suppose=[le(LOSS[N, D] - E, 1), le(k_later, Rational(190, 100) * k)],
    source=f"{REFERENCE}, 8.2",
    meaning="""A model of ten times the parameters and the tokens should score at 1.9 k skills
    (rounded down) at least what the smaller one scored at k.""",
)
