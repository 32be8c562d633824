"""The book in a real browser: it opens from disk, shows its math, moves, and excludes nobody."""

import json
import re

import pytest

from skilltheory import NoGuarantee, solve
from skilltheory.theory import statements

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

POINTS = [
    (alpha, theta, k, k_prime)
    for alpha in ("1/100", "1/10", "3/10")
    for theta in ("1/1000", "1/20", "1/10", "2/5")
    for k in (1, 4, 16, 64)
    for k_prime in (1, 2)
]
# Raw TeX is a command with a backslash, or a formula that is still between its delimiters.
RAW = re.compile(r"\\[a-zA-Z]{2,}|\\[()\[\]]|\$[^$\n]*[\\_^][^$\n]*\$")


def open_page(browser, site, name, width=1280, height=1000, dark=False):
    """Open a page of the site from disk."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    browser.get((site / name).as_uri())


def pages(site):
    """Every page that a reader reads; listings of source code are no prose."""
    return sorted(
        str(path.relative_to(site))
        for path in site.rglob("*.html")
        if "_modules" not in path.parts and path.name not in ("genindex.html", "py-modindex.html")
    )


def test_every_page_opens_from_disk_with_its_math_and_asks_nothing_of_a_network(browser, site):
    browser.get_log("performance")
    browser.get_log("browser")
    formulas = 0
    for name in pages(site):
        open_page(browser, site, name)
        words = browser.execute_script(
            "const article = document.querySelector('article');"
            "if (!article) return '';"
            "const copy = article.cloneNode(true);"
            "copy.querySelectorAll('pre, code, math, script, style').forEach(e => e.remove());"
            "return copy.textContent"
        )
        assert not RAW.search(words), (name, RAW.search(words))
        sizes = browser.execute_script(
            "return [...document.querySelectorAll('math')].filter(e => e.checkVisibility())"
            ".map(e => {const b = e.getBoundingClientRect(); return Math.min(b.width, b.height)})"
        )
        assert all(size > 0 for size in sizes), name
        formulas += len(sizes)
    assert formulas > 300
    asked = [
        json.loads(entry["message"])["message"]["params"]["request"]["url"]
        for entry in browser.get_log("performance")
        if '"Network.requestWillBeSent"' in entry["message"]
    ]
    assert asked
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def test_formulas_are_set_in_the_font_of_the_site(browser, site):
    open_page(browser, site, "theory/emergence.html")
    loaded = browser.execute_async_script(
        "const done = arguments[0]; document.fonts.ready.then(() => done("
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)))"
    )
    assert any("STIX Two Math" in family for family in loaded)


def test_every_statement_has_its_place(browser, site):
    for name in {f"theory/{found.chapter}.html" for found in statements()}:
        path = site / name
        text = (path if path.exists() else site / "theory" / "further.html").read_text()
        for found in statements():
            if name == f"theory/{found.chapter}.html":
                assert f'id="st-{found.id.replace(".", "-")}"' in text


def test_the_graph_leads_to_statements(browser, site):
    open_page(browser, site, "map/graph.html")
    nodes = browser.execute_script(
        "return [...document.querySelectorAll('.st-node')].map(e => [e.dataset.id, e.href.baseVal])"
    )
    assert {identifier for identifier, _ in nodes} == {found.id for found in statements()}
    browser.execute_script(
        "document.querySelector('[data-id=\"information.gibbs\"]')"
        ".dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    assert browser.current_url.endswith("theory/information.html#st-information-gibbs")
    title = browser.execute_script("return document.querySelector(':target .st-title').textContent")
    assert title.startswith("Gibbs")
    assert title.endswith("inequality")


def test_the_graph_shows_by_keyboard_what_a_statement_needs(browser, site):
    open_page(browser, site, "map/graph.html")
    near = browser.execute_script(
        "document.querySelector('[data-id=\"information.phi\"]').focus();"
        "return [...document.querySelectorAll('.st-node.st-near')].map(e => e.dataset.id)"
    )
    assert {"information.log-bound", "information.phi", "information.gibbs"} <= set(near)
    assert "scaling.law" not in near


@pytest.mark.parametrize("bound", ["basic", "closed-form", "entropic", "sharp"])
def test_the_explorable_page_computes_what_the_library_proves(browser, site, bound):
    open_page(browser, site, "explore.html")
    compared = 0
    for alpha, theta, k, k_prime in POINTS:
        there = browser.execute_script(
            "const [bound, a, t, k, kp] = arguments;"
            "const beta = skilltheory.beta(bound, a, t, k, kp);"
            "return [beta, beta === null ? null : skilltheory.isVacuous(beta, a, kp * t)]",
            bound, float(solve_exact(alpha)), float(solve_exact(theta)), k, k_prime,
        )  # fmt: skip
        try:
            here = solve.beta(alpha, theta, k, bound=bound, k_prime=k_prime, digits=20)
        except NoGuarantee:
            assert there[0] is None
            continue
        assert there[0] == pytest.approx(float(here), rel=1e-9), (alpha, theta, k, k_prime)
        if abs(float(here) * max(solve_exact(alpha), k_prime * solve_exact(theta)) - 1) > 1e-12:
            assert there[1] == here.vacuous
        compared += 1
    assert compared > 40


def solve_exact(text):
    """A fraction."""
    from skilltheory import exact

    return exact(text)


@pytest.mark.parametrize("bound", ["basic", "closed-form", "entropic", "sharp"])
def test_the_share_of_skills_kept_is_the_librarys(browser, site, bound):
    open_page(browser, site, "explore.html")
    compared = 0
    points = (("2", "1/10", 8), ("3", "1/20", 8), ("6", "1/10", 4), ("3/2", "1/10", 64))
    for beta, theta, k in points:
        there = browser.execute_script(
            "return skilltheory.alpha(...arguments)",
            bound, float(solve_exact(beta)), float(solve_exact(theta)), k,
        )  # fmt: skip
        try:
            here = solve.alpha(beta, theta, k, bound=bound, digits=20)
        except NoGuarantee:
            assert there is None
            continue
        if here.vacuous:
            assert there is None
            continue
        assert there == pytest.approx(float(here), rel=1e-9)
        compared += 1
    assert compared


def test_scale_moves_theta_as_the_law_does(browser, site):
    from skilltheory import get_law, get_model

    open_page(browser, site, "explore.html")
    for name in ("besiroglu2024", "hoffmann2022"):
        there = browser.execute_script(
            "return skilltheory.scaled(0.1, skilltheoryData.laws[arguments[0]],"
            "skilltheoryData.models['gpt-3'], 10)",
            name,
        )
        model = get_model("gpt-3")
        ratio = get_law(name).scale(model.parameters, model.tokens, 10, digits=15).excess_ratio
        assert there == pytest.approx(0.1 * float(ratio), rel=1e-9)


def test_sliders_move_curves_numbers_and_words_in_under_50_ms(browser, site):
    open_page(browser, site, "explore.html")
    state = (
        "return [...document.querySelectorAll('#explorer .ex-curve')].map(e => e.getAttribute('d'))"
        ".join() + document.querySelector('#explorer table').textContent"
        " + document.querySelector('#ex-words').textContent"
    )
    times = []
    for name, values in (("theta", (500, 900)), ("alpha", (200, 900)), ("k", (1, 64)),
                         ("kPrime", (1, 5)), ("scale", (0, 700))):  # fmt: skip
        seen = set()
        for value in values:
            times.append(browser.execute_async_script(
                "const [name, value, done] = arguments;"
                "const slider = document.querySelector(`#explorer [name=\"${name}\"]`);"
                "slider.value = value;"
                "slider.dispatchEvent(new Event('input', {bubbles: true}));"
                "requestAnimationFrame(() => setTimeout(() => done(skilltheory.lastDraw), 0))",
                name, value,
            ))  # fmt: skip
            seen.add(browser.execute_script(state))
        assert len(seen) == len(values), name
    # The machine may be busy with other tests: the usual move counts.
    assert sorted(times)[len(times) // 2] < 50, times


def test_sliders_move_by_keyboard_and_say_their_value(browser, site):
    from selenium.webdriver.common.keys import Keys

    open_page(browser, site, "explore.html")
    slider = browser.find_element("css selector", '#explorer [name="k"]')
    slider.send_keys(Keys.ARROW_RIGHT)
    browser.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0], 0))")
    assert slider.get_attribute("value") == "9"
    assert slider.get_attribute("aria-valuetext") == "9"
    assert browser.find_element("css selector", 'output[for="ex-in-k"]').text == "9"


@pytest.mark.parametrize(
    "name", ["index.html", "start.html", "story.html", "theory/emergence.html", "explore.html",
             "map/ledger.html", "map/graph.html", "sharp.html", "reference/cli.html"],
)  # fmt: skip
def test_pages_fit_a_narrow_screen(browser, site, name):
    open_page(browser, site, name, width=360, height=760)
    wide = browser.execute_script("return document.documentElement.scrollWidth")
    assert wide <= 360


CONTRAST = """
const channel = (v) => v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255)
  + 0.0722 * channel(b / 255);
const ground = (e) => {
  for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0.99) return c;
  }
  return [255, 255, 255];
};
return [...document.querySelectorAll(arguments[0])].map((e) => {
  const a = light(parse(getComputedStyle(e).color)), b = light(ground(e));
  return [e.className || e.tagName, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
});
"""


@pytest.mark.parametrize("dark", [False, True])
def test_text_has_contrast_in_light_and_dark(browser, site, dark):
    grounds = set()
    for name in ("theory/emergence.html", "explore.html", "map/assumptions.html"):
        open_page(browser, site, name, dark=dark)
        found = browser.execute_script(
            CONTRAST, "article p, article li, .st-badge, .st-kind, .st-facts, .st-lead, .st-why, "
            "code.st-rule, article a, #explorer td, #explorer label",
        )  # fmt: skip
        assert found
        poor = [(what, round(value, 2)) for what, value in found if value < 4.5]
        assert not poor, (name, poor[:5])
        grounds.add(
            browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        )
    assert len(grounds) == 1
    (ground,) = grounds
    assert (max(map(int, re.findall(r"\d+", ground)[:3])) < 60) == dark


def test_every_picture_says_what_it_shows(browser, site):
    for name in pages(site):
        open_page(browser, site, name)
        silent = browser.execute_script(
            "return [...document.querySelectorAll('article img')].filter(e => !e.alt.trim()"
            # A thumbnail stands beside its title, in one link: it would be read twice.
            " && !(e.closest('.sphx-glr-thumbcontainer') && e.alt === ''))"
            ".map(e => e.src)"
        )
        assert not silent, name
        unnamed = browser.execute_script(
            "return [...document.querySelectorAll('article svg')].filter(e => "
            "!e.getAttribute('aria-label') && e.getAttribute('aria-hidden') !== 'true'"
            " && !e.closest('[aria-hidden]') && e.classList.length && "
            "/st-|ex-/.test(e.classList.value)).length"
        )
        assert unnamed == 0, name


def test_proofs_unfold_by_keyboard(browser, site):
    from selenium.webdriver.common.keys import Keys

    open_page(browser, site, "theory/tuples.html")
    fold = browser.find_element("css selector", "#st-tuples-groups details.st-proof")
    assert fold.get_attribute("open") is None
    fold.find_element("css selector", "summary").send_keys(Keys.ENTER)
    assert fold.get_attribute("open") is not None


@pytest.mark.parametrize("builder", ["doctest", "linkcheck"])
def test_examples_in_docstrings_and_links_hold(sphinx, tmp_path, builder):
    built = sphinx(builder, tmp_path)
    assert built.returncode == 0, built.stdout + built.stderr
