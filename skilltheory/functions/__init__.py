"""The functions of the theory, as SymPy functions.

Each has a ``definition`` (the formula it stands for), exact derivatives,
evaluation at any precision through ball arithmetic, LaTeX, and stable numpy
and mpmath code for ``lambdify``.  Natural logarithms, nats.
"""

from skilltheory.functions import _facts
from skilltheory.functions.alphabets import CrossEntropy, Divergence, Entropy
from skilltheory.functions.binomial import AtLeast, BinomialTail
from skilltheory.functions.divergence import KL, Phi
from skilltheory.functions.entropy import BinaryEntropy, H
from skilltheory.functions.superquantile import Superquantile, superquantile

__all__ = [
    "AtLeast",
    "BinaryEntropy",
    "BinomialTail",
    "CrossEntropy",
    "Divergence",
    "Entropy",
    "H",
    "KL",
    "Phi",
    "Superquantile",
    "superquantile",
]

_facts.register()
