"""The published fits of the scaling law, as typed data with their sources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from skilltheory.errors import UnknownName
from skilltheory.scaling.law import ScalingLaw

__all__ = ["PUBLISHED", "get_law"]

_HOFFMANN = (
    "J. Hoffmann, S. Borgeaud, A. Mensch et al., Training Compute-Optimal Large Language Models, "
    "NeurIPS 2022, arXiv 2203.15556"
)

_FITS = (
    ScalingLaw(
        "hoffmann2022",
        E="1.69",
        A="406.4",
        B="410.7",
        a="0.34",
        b="0.28",
        source=f"{_HOFFMANN}, equation 10 (constants as printed)",
        title="Hoffmann et al. 2022",
    ),
    ScalingLaw(
        "hoffmann2022-source",
        E="1.6934",
        A="406.4",
        B="410.7",
        a="0.3392",
        b="0.2849",
        source=f"{_HOFFMANN} (constants of the same fit with the digits in the paper's TeX source, "
        "as read out by T. Besiroglu et al., arXiv 2404.10102)",
        title="Hoffmann et al. 2022, paper's source",
    ),
    ScalingLaw(
        "besiroglu2024",
        E="1.8172",
        A="482.01",
        B="2085.43",
        a="0.3478",
        b="0.3658",
        source="T. Besiroglu, E. Erdil, M. Barnett, J. You, Chinchilla Scaling: A Replication "
        "Attempt, 2024, arXiv 2404.10102",
        title="Besiroglu et al. 2024",
    ),
)

PUBLISHED: Mapping[str, ScalingLaw] = MappingProxyType({law.name: law for law in _FITS})
"""The published fits by name."""


def get_law(name: str | Path | ScalingLaw) -> ScalingLaw:
    """A scaling law by the name of a published fit, or from a JSON file that ends in ``.json``.

    Raises
    ------
    UnknownName
        If the name is neither.
    SkillTheoryError
        If the file does not hold a scaling law.

    Examples
    --------
    >>> print(get_law("hoffmann2022"))
    L(N, D) = 1.69 + 406.4/N^0.34 + 410.7/D^0.28
    """
    if isinstance(name, ScalingLaw):
        return name
    if str(name) in PUBLISHED:
        return PUBLISHED[str(name)]
    if str(name).endswith(".json"):
        return ScalingLaw.load(name)
    raise UnknownName("fit", str(name), [*PUBLISHED, "a file FILE.json"])
