"""
Four bounds on the same thing
=============================

How many times the average can errors pile up on a skill that we keep? The closed form needs no
equation to be solved; the emergence theorem is its exact version; the entropic bound does not
pay for the choice of the error set; the sharp one is the truth in the limit. Below: how much
each gives away.
"""

import matplotlib.pyplot as plt
import numpy as np

from skilltheory import NoGuarantee, solve
from skilltheory.plot.style import hatch_vacuous, percent, plain, styled

ALPHA, K = "1/10", 8
theta = np.geomspace(0.001, 0.5, 160)
COLOURS = {"closed-form": "#6b4fa0", "basic": "#0072b2", "entropic": "#d55e00", "sharp": "#007a53"}
NAMES = {
    "closed-form": "closed form",
    "basic": "emergence theorem",
    "entropic": "entropic",
    "sharp": "sharp",
}


def curve(bound: str) -> np.ndarray:
    """The boundary along theta; not a number where there is none."""
    made = []
    for share in theta:
        try:
            made.append(float(solve.beta(ALPHA, float(share), K, bound=bound, digits=12)))
        except NoGuarantee:
            made.append(np.nan)
    return np.array(made)


curves = {bound: curve(bound) for bound in COLOURS}
most = np.minimum(10.0, 1 / theta)

with styled():
    figure, (upper, lower) = plt.subplots(
        2, 1, figsize=(8.2, 6.6), layout="constrained", sharex=True, height_ratios=[2, 1]
    )
    hatch_vacuous(upper, theta, most, np.full_like(theta, 20))
    for bound, beta in curves.items():
        says = beta < most
        upper.plot(theta[says], beta[says], color=COLOURS[bound], label=NAMES[bound])
        lower.plot(theta[says], (beta / curves["sharp"])[says], color=COLOURS[bound])
    upper.annotate(
        "says nothing",
        (0.22, 12),
        color="#5b6775",
        bbox={"facecolor": "#f3f4f6", "edgecolor": "none"},
    )
    upper.set(xscale="log", yscale="log", ylim=(1, 18), xlim=(theta[0], theta[-1]))
    upper.set_yticks([1, 2, 3, 5, 10])
    upper.yaxis.set_major_formatter(plain)
    upper.yaxis.set_minor_formatter(lambda value, _: "")
    upper.set_ylabel(r"$\beta$")
    upper.set_title(rf"Four bounds on $\beta$ ($k = {K}$, giving up 10% of the skills)")
    upper.legend(loc="lower left")
    lower.set(ylim=(0.95, 1.9))
    lower.xaxis.set_major_formatter(percent)
    lower.set_ylabel("times the truth")
    lower.set_xlabel(r"share $\theta$ of text pieces with an error")

plt.show()
