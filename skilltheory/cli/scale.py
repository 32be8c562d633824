"""``skilltheory scale``: the loss of a model taken apart, and what scale does to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from skilltheory.cli._common import console, json_option, number, print_json, table

if TYPE_CHECKING:
    from skilltheory.scaling import Decomposition, Enclosure, ScalingLaw

_FIGURES = {
    "loss": "loss",
    "entropy": "entropy of language",
    "excess": "excess over the entropy",
    "parameter_term": "  from finitely many parameters",
    "data_term": "  from finitely many tokens",
}

# A number with 15 significant digits survives the double of whoever reads the JSON.
_JSON_DIGITS = 15


def _json_number(figure: Enclosure) -> float:
    from skilltheory.scaling import Enclosure

    return float(Enclosure(figure.lower, figure.upper, _JSON_DIGITS).value)


@click.command()
@click.option(
    "--fit",
    "fits",
    multiple=True,
    metavar="NAME|FILE.json",
    help="hoffmann2022, hoffmann2022-source, besiroglu2024, or a law saved as JSON; "
    "may be given several times.  [default: hoffmann2022]",
)
@number("--params", "Number of parameters, e.g. 175e9.")
@number("--tokens", "Number of training tokens, e.g. 300e9.")
@click.option("--model", metavar="NAME", help="A published model in place of both, e.g. gpt-3.")
@number(
    "--compute", "A budget in floating-point operations in place of both: the best split of it."
)
@number("--times", "Also multiply parameters and tokens by this.")
@click.option("--unit", type=click.Choice(["nats", "bits"]), default="nats", show_default=True)
@click.option(
    "--digits",
    type=click.IntRange(min=_JSON_DIGITS),
    default=_JSON_DIGITS,
    show_default=True,
    help="Digits to prove.",
)
@json_option
def command(
    fits: tuple[str, ...],
    params: str | None,
    tokens: str | None,
    model: str | None,
    compute: str | None,
    times: str | None,
    unit: Any,
    digits: int,
    as_json: bool,
) -> None:
    r"""Take the loss of a model apart, and see what scale does to it.

    \b
    skilltheory scale --fit hoffmann2022 --params 175e9 --tokens 300e9 --times 10
    skilltheory scale --model chinchilla --fit besiroglu2024 --unit bits
    skilltheory scale --compute 5.76e23
    """
    from skilltheory.scaling import get_law

    laws = [get_law(name) for name in fits or ("hoffmann2022",)]
    ways = [model is not None, compute is not None, params is not None or tokens is not None]
    if sum(ways) != 1:
        raise click.UsageError("give either --params and --tokens, or --model, or --compute")
    if (params is None) != (tokens is None):
        raise click.UsageError("--params and --tokens go together")

    reports = []
    for law in laws:
        if compute is not None:
            reports.append(_best_split(law, compute, unit, digits))
            continue
        if model is not None:
            from skilltheory.scaling import get_model

            known = get_model(model)
            size = (_power_of_ten(known.parameters), _power_of_ten(known.tokens))
        else:
            assert params is not None
            assert tokens is not None
            size = (params, tokens)
        reports.append(_at(law, *size, times, unit, digits))
    if as_json:
        print_json(reports[0] if len(reports) == 1 else {"fits": reports})
        return
    for law, report in zip(laws, reports, strict=True):
        _print(law, report)


def _power_of_ten(count: int) -> str:
    """Write 175000000000 as the 175e9 that one would type."""
    return f"{count // 10**9}e9" if count % 10**9 == 0 else str(count)


def _at(
    law: ScalingLaw, params: str, tokens: str, times: str | None, unit: Any, digits: int
) -> dict[str, Any]:
    parts = law.decompose(params, tokens, unit=unit, digits=digits)
    report = {"fit": law.name, "params": params, "tokens": tokens} | _figures(parts)
    if times is not None:
        step = law.scale(params, tokens, times, digits=digits)
        report["times"] = times
        report["excess_ratio"] = _json_number(step.excess_ratio)
        report["excess_ratio_bracket"] = [_json_number(step.least), _json_number(step.most)]
        report["certified"]["excess_ratio"] = step.excess_ratio.to_json()
    return report


def _figures(parts: Decomposition) -> dict[str, Any]:
    numbers = {name: _json_number(getattr(parts, name)) for name in _FIGURES}
    return {**numbers, "unit": parts.unit, "certified": parts.to_json()}


def _best_split(law: ScalingLaw, compute: str, unit: Any, digits: int) -> dict[str, Any]:
    best = law.allocate(compute, digits=digits)
    # The figures are those at the proven decimals of the optimum.
    at = law.decompose(best.parameters.value, best.tokens.value, unit=unit, digits=digits)
    return {
        "fit": law.name,
        "compute": compute,
        "params": best.parameters.value,
        "tokens": best.tokens.value,
        "G": best.G.value,
        "excess_exponent": f"-{best.exponent}",
        **_figures(at),
    }


def _print(law: ScalingLaw, report: dict[str, Any]) -> None:
    screen = console()
    screen.print(f"[bold]{law.title}[/]   {law}")
    screen.print(f"[dim]{law.source}[/]")
    where = f"N = {report['params']} parameters, D = {report['tokens']} tokens"
    if "compute" in report:
        where = f"best split of C = {report['compute']}: {where}"
    screen.print(where)
    shown = table("", "", f">{report['unit']} per token")
    for name, label in _FIGURES.items():
        shown.add_row(label, report["certified"][name]["value"])
    screen.print(shown)
    if "compute" in report:
        screen.print(f"The least excess falls as C^({report['excess_exponent']}).\n")
    if "times" in report:
        low, high = report["excess_ratio_bracket"]
        screen.print(
            f"Times {report['times']} in parameters and tokens, the excess is multiplied by "
            f"[bold]{report['certified']['excess_ratio']['value']}[/]\n"
            f"(wherever one starts, by something between {low:.6g} and {high:.6g}).\n"
        )
