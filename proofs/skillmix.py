"""Proofs of the chapter on Skill-Mix."""

from __future__ import annotations

from sympy import Expr, Integer, Product, Sum, log

from skilltheory.functions import AtLeast
from skilltheory.kernel import (
    assume,
    cases,
    combine,
    conjoin,
    contradiction,
    discharge,
    exhibit,
    instantiate,
    likelier,
    linear,
    membership,
    modus_ponens,
    monotone,
    project,
    share_of,
    sign,
    some_event,
    split_off,
    sum_of,
)
from skilltheory.kernel.formula import (
    And,
    Formula,
    Implies,
    Mean,
    Pr,
    Relation,
    le,
    lt,
    negation,
    some,
)
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves, suppose
from skilltheory.proving.derived import at, given, markov, parts
from skilltheory.sorts import Count, Variable
from skilltheory.theory.cloze import WRONG
from skilltheory.theory.scaling import D, N
from skilltheory.theory.skillgraph import k
from skilltheory.theory.skillmix import (
    CORRECT,
    FREQUENCY,
    IN_CORPUS,
    SEEN,
    TOPIC,
    D_later,
    N_later,
    combinations,
    epsilon,
    held,
    k_later,
    occurs,
    p_skill,
    p_topic,
    r,
    right,
    right_and_new,
    risk,
    score,
    seen,
    seen_share,
    sentence,
    sentences,
    tau,
)

way = Variable("i", Count)


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


@proves("skillmix.split")
def split(proof: Proof) -> Theorem:
    """Two ways for an answer to be right, and a union bound over the two."""
    one, two = Integer(1), Integer(2)

    def both(number: Expr) -> Formula:
        """In the first way the answer is new, in the second the combination was seen."""
        return And(Implies(le(number, 1), right_and_new()), Implies(le(2, number), seen()))

    either = some(way, 1, 2, both(way))

    def nothing_asked(false: Relation, claim: Formula) -> Theorem:
        return discharge(contradiction(assume(false), claim), false)

    new = exhibit(
        conjoin(
            sign(le(1, one)),
            sign(le(one, 2)),
            discharge(conjoin(assume(right()), assume(negation(seen()))), le(one, 1)),
            nothing_asked(le(2, one), seen()),
        ),
        either,
        one,
    )
    held = exhibit(
        conjoin(
            sign(le(1, two)),
            sign(le(two, 2)),
            nothing_asked(le(two, 1), right_and_new()),
            discharge(assume(seen()), le(2, two)),
        ),
        either,
        two,
    )
    covered = proof.line(
        cases(seen(), held, new), "either the corpus lacks the combination (1) or it holds it (2)"
    )
    union = proof.line(some_event(Pr(either)), "union bound over the two")
    total = union.conclusion.rhs
    first = split_off(total, one)
    second = split_off(Sum(total.function, (way, 2, 2)), two)
    ways = [
        likelier(
            modus_ponens(project(assume(both(number)), place), sign(le(number, number))),
            both(number),
        )
        for place, number in enumerate((one, two))
    ]
    steps = [likelier(covered, right()), union, first, second, *ways]
    return proof.line(
        combine(proof.claim, [(step, 1) for step in steps]), "each is as likely as what it asks for"
    )


@proves("skillmix.novelty")
def novelty(proof: Proof) -> Theorem:
    """Right and seen together are at most seen."""
    correct, held = map(assume, proof.hypotheses)
    one = proof.line(prove("skillmix.split"), "a right answer is new, or on what was seen")
    total = proof.line(sum_of(one, tau, 1, combinations), "add up over the combinations")
    return proof.line(
        combine(proof.claim, [(total, 1), (held, 1), (correct, -seen_share / score)]),
        "T combinations, of which a share b may have been seen",
    )


@proves("skillmix.surely-seen")
def surely_seen(proof: Proof) -> Theorem:
    """Markov's inequality for the number of combinations that the corpus holds."""
    few = assume(*proof.hypotheses)
    level = seen_share * combinations / risk
    one = AtLeast(SEEN[k, sentences, tau], 1)
    share = share_of(one)
    counted = proof.line(
        sum_of(share, tau, 1, combinations), "the mean number held, combination by combination"
    )
    nothing = sum_of(sign(le(0, one)), tau, 1, combinations)
    nothing = combine(le(0, held()), [(nothing, 1)])
    bound = proof.line(markov(level, nothing), "Markov's inequality")
    spread = linear(Mean(held()))
    scale = 1 / level
    return proof.line(
        combine(proof.claim, [(bound, scale), (spread, scale), (counted, scale), (few, scale)]),
        "divide by b T/rho",
    )


@proves("skillmix.given-corpus")
def given_corpus(proof: Proof) -> Theorem:
    """Correct and seen together are at most seen."""
    correct, held = map(assume, proof.hypotheses)
    c, o = CORRECT[tau], IN_CORPUS[tau]
    pointwise = proof.line(
        combine(le(c - o, c * (1 - o)), [], [membership(c), membership(o)]),
        "what is correct, less what the corpus holds, is correct and new",
    )
    total = proof.line(sum_of(pointwise, tau, 1, combinations), "add up over the combinations")
    return proof.line(
        combine(proof.claim, [(total, 1), (held, 1), (correct, -seen_share / score)]),
        "T combinations, of which the corpus holds a share b",
    )


@proves("skillmix.new-answers")
def new_answers(proof: Proof) -> Theorem:
    """Each combination is as rare as its skills, so few of them were seen."""
    _, rare_skills, rare_topic = map(assume, proof.hypotheses)
    rare = proof.line(prove("skillmix.occurrence"), "how likely the corpus holds a combination")
    rare = given(rare, at(rare_skills, tau), at(rare_topic, tau))
    meant = proof.line(suppose("skillmix.in-corpus"), "what it means to be seen")
    bound = p_skill**k * p_topic * sentences
    each = combine(le(Pr(seen()), bound), [(meant, 1), (rare, 1)])
    few = proof.line(sum_of(each, tau, 1, combinations), "add up over the combinations")
    few = combine(le(few.conclusion.lhs, bound * combinations), [(few, 1)])
    positive = sign(lt(0, bound))
    result = instantiate(prove("skillmix.novelty"), {seen_share: bound}, [positive])
    return proof.line(
        given(result, few),
        "so at most a share p_s^k p_t L of the combinations was seen",
    )


@proves("skillmix.difficulty")
def difficulty(proof: Proof) -> Theorem:
    """Take logarithms."""
    enough = assume(*proof.hypotheses)
    logarithm = combine(le(log(p_skill**k * p_topic * sentences), log(epsilon)), [(enough, 1)])
    return proof.line(
        combine(proof.claim, [(monotone("exp", logarithm), 1)]), "take logarithms of both sides"
    )


@proves("skillmix.least-k")
def least_k(proof: Proof) -> Theorem:
    """Take logarithms."""
    short = assume(*proof.hypotheses)
    logarithm = combine(lt(log(epsilon), log(p_skill**k * p_topic * sentences)), [(short, 1)])
    return proof.line(
        combine(proof.claim, [(monotone("exp", logarithm), 1)]), "take logarithms of both sides"
    )


@proves("skillmix.more-than-seen")
def more_than_seen(proof: Proof) -> Theorem:
    """The share that must be new is positive."""
    correct, _, above = map(assume, proof.hypotheses)
    new = proof.line(prove("skillmix.novelty"), "a share 1 - b/s of the right answers is new")
    return proof.line(
        combine(
            proof.claim,
            [(new, 1), (correct, -(1 - seen_share / score)), (above, combinations)],
        ),
        "and b < s",
    )


@proves("skillmix.reach")
def reach(proof: Proof) -> Theorem:
    """Read the excess as the share of wrong pieces, before and after."""
    small, less = map(assume, proof.hypotheses)
    law = suppose("cloze.sufficiency")
    before = proof.line(modus_ponens(law, small), "the share of wrong pieces is the excess")
    later = instantiate(law, {N: N_later, D: D_later})
    small_later = later.conclusion.args[0]
    after = modus_ponens(later, assume(small_later))
    share = after.conclusion.lhs
    fewer = le(k_later * share, k * before.conclusion.lhs)
    tracked = combine(fewer, [(less, 1), (after, k_later), (before, -k)])
    large = assume(negation(small_later))
    _, at_most_all = parts(membership(share))
    untracked = combine(fewer, [(less, 1), (large, k_later), (at_most_all, k_later), (before, -k)])
    failing = proof.line(
        cases(small_later, tracked, untracked),
        "no more groups of k_2 pieces fail: where the excess exceeds 1, a share does not",
    )
    return proof.line(
        modus_ponens(suppose("skillmix.transfer"), failing), "the score follows that share"
    )


@proves("skillmix.tenfold")
def tenfold(proof: Proof) -> Theorem:
    """The prediction for tuples, read as a score."""
    _, modest = map(assume, proof.hypotheses)
    low, _ = parts(proof.line(prove("tuples.tenfold"), "ten times the scale"))
    fewer = combine(
        le(k_later * WRONG[10 * N, 10 * D], k * WRONG[N, D]),
        [(low, k), (modest, WRONG[10 * N, 10 * D])],
        [membership(WRONG[10 * N, 10 * D])],
    )
    proof.line(fewer, "1.9 times as many pieces a group fail no more often")
    transfer = instantiate(suppose("skillmix.transfer"), {N_later: 10 * N, D_later: 10 * D})
    return proof.line(modus_ponens(transfer, fewer), "the score follows that share")
