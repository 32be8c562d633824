"""Write the table of rules into ``kernel.md``, from the docstrings of the rules themselves.

``python docs/kernel_rules.py`` brings the page up to date; a test says when it is not.
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

PAGE = Path(__file__).with_name("kernel.md")
BEGIN, END = "% rules: begin (written by kernel_rules.py)", "% rules: end"

SUBJECTS = {
    "logic": "Logic",
    "order": "Equality, sign and order",
    "calculus": "Calculus",
    "finite": "Sums, induction, probability",
    "expectation": "Means",
    "numeric": "Numbers",
}

COMPARING, SORTS = "comparing propositions", "the sign decider: is the term in the sort?"
ZERO, SIGN = "the zero test", "the sign decider"
SLOPE = "the rules for derivatives, the zero test; the sign decider for sorts"

DECIDES = {
    **dict.fromkeys(("assume", "discharge", "modus_ponens", "conjoin", "project"), COMPARING),
    **dict.fromkeys(("generalise", "choose", "cases", "rewrite", "induction"), COMPARING),
    **dict.fromkeys(("swap", "indicator", "some_event", "likelier", "chance"), COMPARING),
    **dict.fromkeys(("mean_of", "linear", "share_of"), COMPARING),
    "axiom": "nobody: the id is on record in every theorem that follows",
    "cite": "nobody: the id is on record in every theorem that follows",
    "membership": "the sort itself",
    **dict.fromkeys(("instantiate", "specialise", "exhibit"), SORTS),
    "contradiction": SIGN,
    "equality": ZERO,
    "sign": SIGN,
    "combine": f"{ZERO} and {SIGN}",
    "monotone": SIGN,
    **dict.fromkeys(("increasing", "tangent", "minimum", "intermediate_value"), SLOPE),
    "sum_of": "comparing propositions; the sign decider: is the range in the sort?",
    "product_of": "comparing propositions; the sign decider: is the range in the sort?",
    "split_off": "the sign decider: is the place in the range?",
    "unfold": "the definition, and the sign decider for its arguments",
    "ball": "ball arithmetic",
}
"""Who decides whether a rule may be applied."""


NOTHING, SUBSTITUTION = "nothing", "substitution without capture"
ORDER, MEAN_VALUE = "that the order of the reals is total", "the mean value theorem"

TRUSTS = {
    **dict.fromkeys(("assume", "discharge", "modus_ponens", "conjoin", "project"), NOTHING),
    "axiom": "the named statement",
    "cite": "nothing: a label",
    "membership": "the sort that the variable was made with",
    **dict.fromkeys(("instantiate", "specialise", "exhibit"), SUBSTITUTION),
    "generalise": "that hypotheses list every variable they speak of",
    "choose": NOTHING,
    "cases": ORDER,
    "contradiction": ORDER,
    "equality": "the normal form",
    "sign": "the normal form; signs of products and sums; root isolation",
    "combine": "the same as for `sign`",
    "rewrite": "replacement without capture",
    "monotone": "that exp, log and sqrt increase",
    "increasing": MEAN_VALUE,
    "tangent": "Taylor's theorem with a remainder",
    "minimum": MEAN_VALUE,
    "intermediate_value": "the intermediate value theorem",
    "induction": "induction",
    "sum_of": "that finite sums are monotone",
    "product_of": "that finite products of non-negative factors are monotone",
    "split_off": "that a finite sum is the sum of its parts",
    "swap": "that finite sums may be exchanged",
    "indicator": "the definition of an indicator",
    "unfold": "the definition of the binomial tail",
    "some_event": "the union bound",
    "likelier": "that probability is monotone",
    "chance": "that probabilities lie between 0 and 1",
    "mean_of": "that the mean is monotone; that chance is finite",
    "linear": "that the mean is linear; that chance is finite",
    "share_of": "what a probability is",
    "ball": "Arb's enclosures",
}
"""What is trusted when a rule was used, besides logic and the deciders."""


def table() -> str:
    """Every rule: its schema and side conditions, who decides, what is trusted."""
    from skilltheory.kernel import RULES

    parts = []
    for module, subject in SUBJECTS.items():
        head = "| rule | schema and side conditions | who decides | thereby trusted |"
        parts.append(f"### {subject}\n\n{head}\n| --- | --- | --- | --- |")
        for name, rule in RULES.items():
            if rule.__module__.rsplit(".", 1)[-1] == module:
                cells = (f"`{name}`", _schema(rule), DECIDES[name], TRUSTS[name])
                parts.append(f"| {' | '.join(cells)} |")
        parts.append("")
    return "\n".join(parts)


def _schema(rule: object) -> str:
    words = " ".join((inspect.getdoc(rule) or "").split()).replace("|-", "⊢")
    return re.sub(r"``(.*?)``", r"`\1`", words).replace("|", r"\|")


def written(page: str) -> str:
    """The page with the table in its place."""
    head, rest = page.split(BEGIN)
    _, tail = rest.split(END)
    return f"{head}{BEGIN}\n\n{table()}\n{END}{tail}"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
