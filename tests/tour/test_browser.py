"""The page of the tour in a real browser, at the widths of a desk and of a phone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from skilltheory.tour import run_tour

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
MEASURE = """<script>
const box = element => element.getBoundingClientRect();
const wide = [...document.querySelectorAll("body *")].filter(element =>
    box(element).right > innerWidth + 1 && !element.closest(".scroll, .formula, details"));
document.documentElement.dataset.found = JSON.stringify({
    width: innerWidth,
    overflow: document.documentElement.scrollWidth - innerWidth,
    wide: wide.map(element => element.outerHTML.slice(0, 80)),
    formulas: [...document.querySelectorAll("math")].filter(math => box(math).height > 8).length,
    pictures: [...document.images].filter(image => image.complete && image.naturalWidth > 0).length,
    tex: /\\\\[a-zA-Z]+|\\$/.test(document.body.innerText),
    paper: getComputedStyle(document.body).backgroundColor,
});
</script>"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    result = run_tour(tmp_path_factory.mktemp("tour"))
    html = result.page.read_text(encoding="utf-8")
    measured = result.page.with_name("measured.html")
    # Measured once everything, pictures included, has loaded.
    script = MEASURE.replace("<script>", "<script>addEventListener('load', () => {").replace(
        "</script>", "});</script>"
    )
    measured.write_text(html.replace("</body>", script + "</body>"), encoding="utf-8")
    return measured


def look(page: Path, width: int, *more: str) -> Any:
    done = subprocess.run(
        [str(CHROMIUM), *QUIET, *more, f"--window-size={width},900", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found = re.search(r'data-found="([^"]*)"', done.stdout)
    assert found, done.stdout[:200]
    return json.loads(found[1].replace("&quot;", '"').replace("&amp;", "&").replace("&lt;", "<"))


@pytest.mark.parametrize("width", [1280, 500])
def test_everything_fits_and_is_drawn(page: Path, width: int) -> None:
    found = look(page, width)
    assert found["width"] == width
    assert found["wide"] == []
    assert found["overflow"] <= 0
    assert found["formulas"] >= 6
    assert found["pictures"] == 5
    assert not found["tex"]


def test_dark_where_the_reader_wants_it(page: Path) -> None:
    light = look(page, 1000)["paper"]
    dark = look(page, 1000, "--blink-settings=preferredColorScheme=0")["paper"]
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(20, 25, 31)")
