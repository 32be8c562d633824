"""Claims about scale: how the loss falls with parameters and tokens."""

from __future__ import annotations

from skilltheory.claims.claim import Finding, Verdict, enter, judged, proved, supposed
from skilltheory.scaling import LECTURE_GPT3_EXCESS, compare_with_lecture, get_law, get_model

__all__: list[str] = []

LECTURE = "S. Arora, lecture"
HOFFMANN = "Hoffmann et al. (2022)"
FITS = ("hoffmann2022", "hoffmann2022-source", "besiroglu2024")


@enter(
    "scaling-law",
    "The loss falls as E + A/N^a + B/D^b in parameters N and tokens D.",
    source=f"{HOFFMANN}, section 3.3",
    statements=("scaling.law",),
)
def _scaling_law() -> Finding:
    fits = {name: str(get_law(name)) for name in FITS}
    return supposed("scaling.law", "Fitted to trained models: no theorem.", fits=fits)


@enter(
    "gpt3-excess",
    "The excess loss of GPT-3 is about 0.05, that is 3 to 4 % of the entropy of language.",
    source=LECTURE,
    statements=("scaling.law",),
)
def _gpt3_excess() -> Finding:
    model = get_model("gpt-3")
    rows = {}
    for name in FITS:
        law = get_law(name)
        parts = law.decompose(model.parameters, model.tokens, digits=6)
        rows[name] = {
            "excess": parts.excess.value,
            "parameter_term": parts.parameter_term.value,
            "data_term": parts.data_term.value,
            "excess_over_entropy": round(float(parts.excess) / float(law.E), 4),
            "stated_over_entropy": round(float(LECTURE_GPT3_EXCESS / law.E), 4),
        }
    follows = all(compare_with_lecture(get_law(name)).follows for name in FITS)
    return Finding(
        Verdict.NUMERICAL if follows else Verdict.UNSUPPORTED,
        rows,
        "No published fit gives so small an excess at 175e9 parameters and 300e9 tokens; the "
        "figure is near the parameter term alone.",
    )


@enter(
    "tenfold-halves",
    "Ten times the parameters and the tokens halve the excess.",
    source=LECTURE,
    statements=("scaling.bracket", "scaling.tenfold"),
)
def _tenfold_halves() -> Finding:
    brackets = {name: get_law(name).bracket(10, digits=5) for name in FITS}
    about_half = all(0.4 < float(end) < 0.6 for ends in brackets.values() for end in ends)
    finding = proved(
        "scaling.bracket",
        "scaling.tenfold",
        comment="About half: what is left of the excess lies in the bracket, wherever one starts. "
        "The theorem is for the exponents of the first fit; the third falls a little faster.",
        share_left={name: [str(end) for end in ends] for name, ends in brackets.items()},
    )
    return judged(finding, about_half)


@enter(
    "tenfold-compute",
    "Ten times the compute, best spent, halves the excess.",
    source="not in the sources: a reading of the lecture that is easily made",
    statements=("scaling.compute-exponent",),
)
def _tenfold_compute() -> Finding:
    ratios = {name: str(get_law(name).compute_ratio(10, digits=5)) for name in FITS}
    half = all(float(ratio) <= 0.55 for ratio in ratios.values())
    return Finding(
        Verdict.NUMERICAL if half else Verdict.UNSUPPORTED,
        {"excess_ratio": ratios},
        "Ten times the compute is about three times the parameters and three times the tokens.",
    )


@enter(
    "best-split",
    "For a given compute there is one best number of parameters, a power of the compute.",
    source=f"{HOFFMANN}, equation 4",
    statements=("scaling.optimum", "scaling.optimum-unique", "scaling.optimum-tokens"),
)
def _best_split() -> Finding:
    return proved("scaling.optimum", "scaling.optimum-unique", "scaling.optimum-tokens")


@enter(
    "equal-growth",
    "As compute grows, parameters and tokens should grow about equally.",
    source=f"{HOFFMANN}, abstract",
    statements=("scaling.optimum",),
)
def _equal_growth() -> Finding:
    shares = {}
    for name in FITS:
        law = get_law(name)
        shares[name] = round(float(law.b / (law.a + law.b)), 4)
    near = all(abs(share - 0.5) <= 0.06 for share in shares.values())
    return Finding(
        Verdict.NUMERICAL if near else Verdict.UNSUPPORTED,
        {"exponent_of_parameters_in_compute": shares},
        "One half would be exactly equal growth.",
    )


@enter(
    "chinchilla-beats-gpt3",
    "A smaller model trained on more tokens can have the lower loss (Chinchilla against GPT-3).",
    source=HOFFMANN,
    statements=("scaling.law",),
)
def _chinchilla() -> Finding:
    small, large = get_model("chinchilla"), get_model("gpt-3")
    losses = {}
    for name in FITS:
        law = get_law(name)
        losses[name] = [
            str(law.decompose(m.parameters, m.tokens, digits=6).loss) for m in (small, large)
        ]
    holds = all(float(a) < float(b) for a, b in losses.values())
    return Finding(
        Verdict.NUMERICAL if holds else Verdict.UNSUPPORTED, {"loss_small_large": losses}
    )
