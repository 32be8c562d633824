// The explorable page: sliders, four pictures, one table. Drawn anew on every move.
(() => {
  "use strict";
  const T = globalThis.skilltheory;
  const DATA = globalThis.skilltheoryData;
  const page = document.getElementById("explorer");
  if (!page) return;

  const NAMES = {
    "closed-form": "closed form",
    basic: "emergence theorem",
    entropic: "entropic",
    sharp: "sharp",
  };
  const THETA = [0.0005, 0.5];
  const SCALE = [1, 10000];

  for (const [kind, chosen] of [["laws", "law"], ["models", "model"]]) {
    const list = page.querySelector(`[name="${chosen}"]`);
    for (const [id, item] of Object.entries(DATA[kind])) {
      const option = new Option(item.title, id, id === DATA[chosen], id === DATA[chosen]);
      list.append(option);
    }
  }

  const control = (name) => page.querySelector(`[name="${name}"]`);
  const geometric = ([low, high], part) => low * Math.pow(high / low, part);

  // Two digits, so that what is written beside a slider is what is computed with.
  const round = (x) => Number(x.toPrecision(2));
  const read = () => ({
    theta: round(geometric(THETA, control("theta").value / 1000)),
    alpha: round(geometric([0.005, 0.5], control("alpha").value / 1000)),
    k: Number(control("k").value),
    kPrime: Number(control("kPrime").value),
    times: round(geometric(SCALE, control("scale").value / 1000)),
    law: DATA.laws[control("law").value],
    model: DATA.models[control("model").value],
  });

  const percent = (x) => `${Number((100 * x).toPrecision(3))}%`;
  const plain = (x) =>
    x >= 1000 ? x.toLocaleString("en").replaceAll(",", "\u202f") : String(Number(x.toPrecision(3)));

  // -- a picture: axes once, curves again and again ---------------------------

  const W = 420, H = 270, L = 46, R = 26, TOP = 14, B = 42;
  const SVG = "http://www.w3.org/2000/svg";

  const make = (parent, tag, attributes = {}, text = "") => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text) made.textContent = text;
    parent.append(made);
    return made;
  };

  const axis = (range, logarithmic, from, to) => {
    const [low, high] = logarithmic ? range.map(Math.log) : range;
    return (value) => from + (((logarithmic ? Math.log(value) : value) - low) / (high - low)) * (to - from);
  };

  const picture = (id, x, y, curves) => {
    const svg = page.querySelector(`#${id} svg`);
    svg.setAttribute("viewBox", `0 0 ${W} ${H}`);
    const px = axis(x.range, x.log, L, W - R);
    const py = axis(y.range, y.log, H - B, TOP);
    const grid = make(svg, "g", { class: "ex-grid" });
    for (const tick of x.ticks) {
      make(grid, "path", { d: `M${px(tick)} ${TOP}V${H - B}` });
      make(grid, "text", { x: px(tick), y: H - B + 16, "text-anchor": "middle" }, x.show(tick));
    }
    for (const tick of y.ticks) {
      make(grid, "path", { d: `M${L} ${py(tick)}H${W - R}` });
      make(grid, "text", { x: L - 6, y: py(tick) + 4, "text-anchor": "end" }, y.show(tick));
    }
    make(svg, "text", { x: (L + W - R) / 2, y: H - 6, class: "ex-axis", "text-anchor": "middle" }, x.title);
    const paths = {};
    const dots = {};
    for (const name of curves) paths[name] = make(svg, "path", { class: `ex-curve ex-${name}` });
    const now = make(svg, "path", { class: "ex-now" });
    for (const name of curves) dots[name] = make(svg, "circle", { class: `ex-dot ex-${name}`, r: 4.5 });
    return {
      curve(name, points) {
        let d = "";
        let pen = false;
        for (const [a, b] of points) {
          const inside = b !== null && b >= y.range[0] && b <= y.range[1];
          if (inside) d += `${pen ? "L" : "M"}${px(a).toFixed(1)} ${py(b).toFixed(1)}`;
          pen = inside;
        }
        paths[name].setAttribute("d", d);
      },
      dot(name, a, b) {
        const inside = b !== null && b >= y.range[0] && b <= y.range[1];
        dots[name].setAttribute("visibility", inside ? "visible" : "hidden");
        if (inside) {
          dots[name].setAttribute("cx", px(a));
          dots[name].setAttribute("cy", py(b));
        }
      },
      now(a) {
        const inside = a >= x.range[0] && a <= x.range[1];
        now.setAttribute("d", inside ? `M${px(a)} ${TOP}V${H - B}` : "");
      },
    };
  };

  const thetaAxis = {
    range: THETA, log: true, ticks: [0.001, 0.01, 0.1, 0.5], show: percent,
    title: "share θ of text pieces with an error",
  };
  const shareAxis = { range: [0, 1], log: false, ticks: [0, 0.25, 0.5, 0.75, 1], show: percent };
  const pictures = {
    beta: picture("ex-beta", thetaAxis,
      { range: [1, 50], log: true, ticks: [1, 2, 5, 10, 20, 50], show: plain }, T.BOUNDS),
    competence: picture("ex-competence", thetaAxis, shareAxis, T.BOUNDS),
    kept: picture("ex-kept",
      { ...shareAxis, title: "competence that a kept skill has at least" }, shareAxis, T.BOUNDS),
    tuples: picture("ex-tuples",
      { range: SCALE, log: true, ticks: [1, 10, 100, 1000, 10000], show: (x) => `${plain(x)}×`,
        title: "parameters and tokens, times today's" },
      { range: [1, 64], log: true, ticks: [1, 2, 4, 8, 16, 32, 64], show: plain },
      ["tuples", "steps"]),
  };

  const THETAS = Array.from({ length: 141 }, (_, i) => geometric(THETA, i / 140));
  const LEVELS = Array.from({ length: 81 }, (_, i) => i / 80);
  const TIMES = Array.from({ length: 161 }, (_, i) => geometric(SCALE, i / 160));

  // -- one drawing ------------------------------------------------------------

  const status = (level, alpha, share) => {
    if (level === null) return "no guarantee";
    return T.isVacuous(level, alpha, share) ? "says nothing" : "";
  };

  const draw = () => {
    const begun = performance.now();
    const { theta, alpha, k, kPrime, times, law, model } = read();
    const here = T.scaled(theta, law, model, times);
    const share = kPrime * here;
    const excess = T.excesses(k, alpha);

    for (const [name, text] of [
      ["theta", percent(theta)], ["alpha", percent(alpha)], ["k", String(k)],
      ["kPrime", String(kPrime)], ["scale", `${plain(times)}×`],
    ]) {
      page.querySelector(`output[for="ex-in-${name}"]`).textContent = text;
      control(name).setAttribute("aria-valuetext", text);
    }

    for (const bound of T.BOUNDS) {
      const level = (at) => T.beta(bound, alpha, at, k, kPrime, excess);
      const betas = THETAS.map((at) => [at, level(at)]);
      pictures.beta.curve(bound, betas.map(([at, b]) =>
        [at, b === null || T.isVacuous(b, alpha, kPrime * at) ? null : b]));
      pictures.competence.curve(bound, betas.map(([at, b]) =>
        [at, b === null || T.isVacuous(b, alpha, kPrime * at) ? null : 1 - b * kPrime * at]));
      const now = level(here);
      const says = now !== null && !T.isVacuous(now, alpha, share);
      pictures.beta.dot(bound, here, says ? now : null);
      pictures.competence.dot(bound, here, says ? 1 - now * share : null);
      pictures.kept.curve(bound, LEVELS.map((c) => {
        const given = T.alpha(bound, (1 - c) / share, here, k, kPrime);
        return [c, given === null ? null : 1 - given];
      }));
      pictures.kept.dot(bound, says ? 1 - now * share : 0, says ? 1 - alpha : null);

      const row = page.querySelector(`tr[data-bound="${bound}"]`);
      const words = status(now, alpha, share);
      row.children[1].textContent = now === null ? "–" : now.toPrecision(6);
      row.children[2].textContent = says ? percent(1 - now * share) : words;
      row.classList.toggle("ex-silent", !says);
    }
    pictures.beta.now(here);
    pictures.competence.now(here);

    // A k'-tuple at scale s has the curve that single skills have at k' theta(s).
    const size = (s) => (kPrime * theta) / T.scaled(theta, law, model, s);
    pictures.tuples.curve("tuples", TIMES.map((s) => [s, size(s)]));
    pictures.tuples.curve("steps", TIMES.map((s) => [s, Math.max(1, Math.floor(size(s) + 1e-12))]));
    pictures.tuples.dot("tuples", times, size(times));
    pictures.tuples.dot("steps", times, null);
    pictures.tuples.now(times);

    const sharp = T.competence("sharp", alpha, here, k, kPrime, excess);
    const what = kPrime === 1 ? "skills" : `${kPrime}-tuples of skills`;
    page.querySelector("#ex-words").textContent =
      `At ${plain(times)}× the scale, ${percent(here)} of the text pieces have an error. ` +
      (sharp === null
        ? `Nothing can be promised about ${what}.`
        : `At least ${percent(1 - alpha)} of the ${what} are answered at least ${percent(sharp)} of the ` +
          "time, wherever the errors are, and no larger promise is true.") +
      ` Tuples of ${Math.floor(size(times) + 1e-12)} are now as safe as ${what} were at 1×.`;
    globalThis.skilltheory.lastDraw = performance.now() - begun;
  };

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
  page.addEventListener("input", soon);
  page.querySelector("#ex-reset").addEventListener("click", () => {
    page.querySelector("form").reset();
    soon();
  });
  for (const [bound, name] of Object.entries(NAMES)) {
    page.querySelector(`tr[data-bound="${bound}"] th`).append(name);
  }
  Object.assign(globalThis.skilltheory, { draw, read });
  draw();
})();
