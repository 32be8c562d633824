// The bounds of the emergence theory in floating point, by the formulas of the book.
// Natural logarithms. Everything here is a pure function; the library checks the values.
(() => {
  "use strict";

  const h = (p) => -p * Math.log(p) - (1 - p) * Math.log1p(-p);

  // phi(1 + d) = (1 + d) log(1 + d) - d, without cancellation near d = 0
  const phi1 = (d) => (d <= -1 ? 1 : (1 + d) * Math.log1p(d) - d);

  const kl = (q, p) => p * phi1((q - p) / p) + (1 - p) * phi1((p - q) / (1 - p));

  // The root of a rising function between two points: bisection to the last bit.
  const root = (f, low, high) => {
    for (let i = 0; i < 200; i++) {
      const middle = (low + high) / 2;
      if (middle <= low || middle >= high) break;
      if (f(middle) < 0) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };

  // E(X - c)_+ for X ~ Bin(k, alpha), for c = 0 .. k
  const excesses = (k, alpha) => {
    const ratio = alpha / (1 - alpha);
    const weight = new Float64Array(k + 1);
    weight[0] = Math.exp(k * Math.log1p(-alpha));
    for (let i = 1; i <= k; i++) weight[i] = (weight[i - 1] * ratio * (k - i + 1)) / i;
    const excess = new Float64Array(k + 1);
    let tail = 0;
    for (let c = k - 1; c >= 0; c--) {
      tail += weight[c + 1];
      excess[c] = excess[c + 1] + tail;
    }
    return excess;
  };

  // Mean of Bin(k, alpha) over its largest theta share: min over c of c + E(X - c)_+ / theta
  const superquantile = (excess, theta) => {
    let least = Infinity;
    for (let c = 0; c < excess.length; c++) least = Math.min(least, c + excess[c] / theta);
    return least;
  };

  const cost = {
    basic: (share) => h(share) / share,
    "closed-form": (share) => h(share) / share,
    entropic: (share) => -Math.log(share),
  };

  const levelOfRate = (alpha, need) => {
    if (!(need < -Math.log(alpha))) return null;
    return root((q) => kl(q, alpha) - need, alpha, 1) / alpha;
  };

  // beta with phi(beta) = c, beta > 1: the Lambert form exp(1 + W((c - 1)/e))
  const levelOfPhi = (c) => {
    let high = 2;
    while (phi1(high - 1) < c) high *= 2;
    return root((u) => phi1(u - 1) - c, 1, high);
  };

  // The boundary beta, or null where the bound guarantees nothing.
  const beta = (bound, alpha, theta, k, kPrime = 1, excess = null) => {
    const share = kPrime * theta;
    if (!(share < 1)) return null;
    if (bound === "sharp") return superquantile(excess ?? excesses(k, alpha), share) / (k * alpha);
    const need = cost[bound](share) / k;
    return bound === "closed-form" ? levelOfPhi(need / alpha) : levelOfRate(alpha, need);
  };

  const isVacuous = (level, alpha, share) => alpha * level >= 1 || share * level >= 1;

  // 1 - beta k' theta, or null where nothing is said.
  const competence = (bound, alpha, theta, k, kPrime = 1, excess = null) => {
    const level = beta(bound, alpha, theta, k, kPrime, excess);
    const share = kPrime * theta;
    return level === null || isVacuous(level, alpha, share) ? null : 1 - level * share;
  };

  // The least share alpha of skills that must be given up so that the others are kept at beta;
  // null where no share below 1/beta does.
  const alpha = (bound, level, theta, k, kPrime = 1) => {
    const share = kPrime * theta;
    if (!(share < 1) || !(level > 1) || !(level * share < 1)) return null;
    const most = 1 / level;
    if (bound === "sharp") {
      // At alpha = 1/beta the top share draws k every time if theta <= beta^-k.
      if (share * Math.pow(level, k) <= 1) return null;
      const gap = (a) => k * a * level - superquantile(excesses(k, a), share);
      return root(gap, 0, most);
    }
    const need = cost[bound](share) / k;
    if (bound === "closed-form") {
      const found = need / phi1(level - 1);
      return found < most ? found : null;
    }
    if (!(Math.log(level) > need)) return null;
    return root((a) => kl(a * level, a) - need, 0, most);
  };

  // The excess of a scaling law, in nats.
  const excessLoss = (law, n, d) => law.A * Math.pow(n, -law.a) + law.B * Math.pow(d, -law.b);

  // What theta becomes when parameters and tokens are both multiplied by `times`.
  const scaled = (theta, law, model, times) =>
    (theta * excessLoss(law, model.parameters * times, model.tokens * times)) /
    excessLoss(law, model.parameters, model.tokens);

  globalThis.skilltheory = {
    BOUNDS: ["closed-form", "basic", "entropic", "sharp"],
    alpha,
    beta,
    competence,
    excessLoss,
    excesses,
    h,
    isVacuous,
    kl,
    scaled,
    superquantile,
  };
})();
