"""Proofs of the chapter on Skill-Mix."""

from __future__ import annotations

from sympy import Product, log

from skilltheory.kernel import (
    assume,
    combine,
    membership,
    monotone,
    some_event,
    sum_of,
)
from skilltheory.kernel.formula import Pr, le
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves, suppose
from skilltheory.proving.derived import at
from skilltheory.theory.skillgraph import k
from skilltheory.theory.skillmix import (
    CORRECT,
    FREQUENCY,
    SEEN,
    TOPIC,
    combinations,
    epsilon,
    occurs,
    p_skill,
    p_topic,
    r,
    score,
    seen_share,
    sentence,
    sentences,
    tau,
)


@proves("skillmix.occurrence")
def occurrence(proof: Proof) -> Theorem:
    """Union bound over the sentences; in each, a product of small frequencies."""
    rare_skills, rare_topic = map(assume, proof.hypotheses)
    logs = monotone("log", at(rare_skills, r))
    together = Product(FREQUENCY[k, tau, r], (r, 1, k))
    product = monotone(
        "exp", combine(le(log(together), k * log(p_skill)), [(sum_of(logs, r, 1, k), 1)])
    )
    proof.line(product, "k skills together are rarer than the k-th power")
    law = proof.line(suppose("skillmix.independence"), "skills and topic occur independently")
    one = combine(
        le(law.conclusion.lhs, p_skill**k * p_topic),
        [(law, 1), (product, TOPIC[k, tau]), (rare_topic, p_skill**k)],
    )
    over_sentences = proof.line(some_event(Pr(occurs())), "union bound over the sentences")
    summed = sum_of(one, sentence, 1, sentences)
    return proof.line(combine(proof.claim, [(over_sentences, 1), (summed, 1)]), "L sentences")


@proves("skillmix.novelty")
def novelty(proof: Proof) -> Theorem:
    """Correct and seen together are at most seen."""
    correct, seen = map(assume, proof.hypotheses)
    c, o = CORRECT[tau], SEEN[tau]
    pointwise = proof.line(
        combine(le(c - o, c * (1 - o)), [], [membership(c), membership(o)]),
        "what is correct, less what was seen, is correct and new",
    )
    total = proof.line(sum_of(pointwise, tau, 1, combinations), "add up over the combinations")
    return proof.line(
        combine(proof.claim, [(total, 1), (seen, 1), (correct, -seen_share / score)]),
        "T combinations, of which a share b may have been seen",
    )


@proves("skillmix.difficulty")
def difficulty(proof: Proof) -> Theorem:
    """Take logarithms."""
    enough = assume(*proof.hypotheses)
    logarithm = combine(le(log(p_skill**k * p_topic * sentences), log(epsilon)), [(enough, 1)])
    return proof.line(
        combine(proof.claim, [(monotone("exp", logarithm), 1)]), "take logarithms of both sides"
    )


@proves("skillmix.more-than-seen")
def more_than_seen(proof: Proof) -> Theorem:
    """The share that must be new is positive."""
    correct, _, above = map(assume, proof.hypotheses)
    new = proof.line(prove("skillmix.novelty"), "a share 1 - b/s of the correct answers is new")
    return proof.line(
        combine(
            proof.claim,
            [(new, 1), (correct, -(1 - seen_share / score)), (above, combinations)],
        ),
        "and b < s",
    )
