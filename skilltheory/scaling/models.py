"""Published language models: how many parameters, and how many tokens they were trained on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from skilltheory.errors import UnknownName
from skilltheory.sorts import Count

__all__ = ["MODELS", "LanguageModel", "get_model"]


@dataclass(frozen=True)
class LanguageModel:
    """A trained language model, by its size.

    Parameters
    ----------
    name : str
        A short name, e.g. ``"gpt-3"``.
    title : str
        How tables and pictures name it.
    parameters, tokens : int
        Nominal number of parameters, and of training tokens.
    source : str
        The paper and the place in it.
    """

    name: str
    title: str
    parameters: int
    tokens: int
    source: str

    def __post_init__(self) -> None:
        Count.check("parameters", self.parameters)
        Count.check("tokens", self.tokens)


_TOUVRON = (
    "H. Touvron, L. Martin, K. Stone et al., Llama 2: Open Foundation and Fine-Tuned Chat Models, "
    "2023, arXiv 2307.09288, table 1"
)

_MODELS = (
    LanguageModel(
        "gpt-3",
        "GPT-3",
        175 * 10**9,
        300 * 10**9,
        "T. Brown, B. Mann, N. Ryder et al., Language Models are Few-Shot Learners, NeurIPS 2020, "
        "arXiv 2005.14165, table 2.1",
    ),
    LanguageModel(
        "chinchilla",
        "Chinchilla",
        70 * 10**9,
        1400 * 10**9,
        "J. Hoffmann, S. Borgeaud, A. Mensch et al., Training Compute-Optimal Large Language "
        "Models, NeurIPS 2022, arXiv 2203.15556, table 1",
    ),
    LanguageModel("llama-2-7b", "LLaMA-2 7B", 7 * 10**9, 2000 * 10**9, _TOUVRON),
    LanguageModel("llama-2-70b", "LLaMA-2 70B", 70 * 10**9, 2000 * 10**9, _TOUVRON),
)

MODELS: Mapping[str, LanguageModel] = MappingProxyType({model.name: model for model in _MODELS})
"""Published models by name."""


def get_model(name: str) -> LanguageModel:
    """A published model by its short name.

    Raises
    ------
    UnknownName
        If there is no such model.
    """
    try:
        return MODELS[name]
    except KeyError:
        raise UnknownName("model", name, MODELS) from None
