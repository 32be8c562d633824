/* kl(alpha beta, alpha) = K for beta, at many points, and the K of the basic bound.
 *
 * The twins of levels and entropy_ratio in skilltheory/solve/_grid_level.py, which says
 * what each operation is for.  NumPy goes over memory for every operation.  Here some points
 * are taken through all of them, with a loop of its own for each logarithm in double
 * precision: the loops between are then free of calls, and the compiler makes vectors of them.
 */
#include "compiled.h"

#include <math.h>
#include <string.h>

#define PART 256 /* points whose intermediate results stay in the nearest cache */

#define NO_ROOT 1.00002
#define NEAR_ONE 0.99
#define FARTHEST 0.98f
#define NEAREST (1 + 0x1p-20f)
#define SMALL_STEP 1e-4

#define EACH_POINT for (size_t i = 0; i < n; i++)

typedef double Long[PART];

static inline float at_least(float x, float least) { return x > least ? x : least; }
static inline float at_most(float x, float most) { return x < most ? x : most; }

/* log x to a relative 2e-7, also where x is near 1: a series in s = (m-1)/(m+1), x = 2^e m. */
static inline float short_log(float x)
{
    const uint32_t root_half = 0x3f3504f3; /* the bits of sqrt(1/2), the least m */
    uint32_t bits;
    float m;
    memcpy(&bits, &x, sizeof bits);
    const int32_t e = (int32_t)(bits - root_half) >> 23;
    bits -= (uint32_t)e << 23;
    memcpy(&m, &bits, sizeof m);
    const float s = (m - 1) / (m + 1), z = s * s;
    return (float)e * 0.693147181f + 2 * s * (1 + z * (1 / 3.0f + z * (1 / 5.0f + z / 7.0f)));
}

/* The closed form and one step of fourth order from it: odds over the odds of alpha. */
FOR_ANY_PROCESSOR
static void approximate(size_t n, const double *restrict alpha, const double *restrict target,
                        double *restrict odds, double *restrict u)
{
    EACH_POINT {
        const float a = (float)alpha[i], goal = (float)target[i], width = (1 - a) / a;
        const float s = sqrtf(2 * width * goal) * (2.0f / 3.0f);
        const float w = fabsf((width - 1) / width * s + 1);
        const float x = at_most(s * (w / (sqrtf(w) + 1) + 1), width * FARTHEST);
        const float first = (x + 1) * width / (width - x);
        const float g = a * (first - 1), first_u = g + 1, q = first * a / first_u;
        const float lam = short_log(first);
        const float step =
            (((g + a) * lam - (g - (first_u - 1))) / first_u - short_log(first_u) - goal) / lam;
        const float r = step / (q * (1 - q) * lam);
        const float bend = (((q - 0.5f) * lam * (-1.0f / 3.0f) + 0.5f) * r + 0.5f) * r;
        const float moved = q - (step + step * bend);
        odds[i] = (double)at_least(moved / (1 - moved) * width, NEAREST);
        u[i] = alpha[i] * (odds[i] - 1) + 1;
    }
}

/* The step in double precision from there: beta, and the step's size in every scale that matters. */
FOR_ANY_PROCESSOR
static void step(size_t n, const double *restrict alpha, const double *restrict target,
                 const double *restrict odds, const double *restrict u,
                 const double *restrict lam, const double *restrict log_u,
                 double *restrict beta, double *restrict size)
{
    EACH_POINT {
        const double a = alpha[i], share = a * odds[i], product = share * lam[i];
        /* What the product lost in rounding (Dekker): odds have 24 bits. */
        const double a_high = (double)(float)a, share_high = (double)(float)share;
        const double lam_high = (double)(float)lam[i];
        const double in_share = (a_high * odds[i] - share + (a - a_high) * odds[i]) * lam[i];
        const double lost = (lam[i] - lam_high) * share_high + (lam_high * share_high - product) +
                            (in_share + (share - share_high) * lam[i]);
        const double rest = (lost - (a * (odds[i] - 1) - (u[i] - 1))) / u[i];
        const double newton = (product / u[i] - log_u[i] - target[i] + rest) / lam[i];
        const double middle = odds[i] / u[i], q = a * middle;
        const double r = newton / (q * (1 - q) * lam[i]);
        const double bend = (((q - 0.5) * lam[i] * (-1.0 / 3.0) + 0.5) * r + 0.5) * r;
        size[i] = fabs(r * (lam[i] + 0.4));
        beta[i] = middle - (newton + newton * bend) / a;
    }
}

static void solve_part(size_t n, const double *alpha, const double *target, double *beta,
                       uint8_t *none, uint8_t *settled)
{
    Long odds, u, lam, log_u, size;
    approximate(n, alpha, target, odds, u);
    EACH_POINT lam[i] = log(odds[i]);
    EACH_POINT log_u[i] = log(u[i]);
    step(n, alpha, target, odds, u, lam, log_u, beta, size);
    EACH_POINT {
        const int close = size[i] <= SMALL_STEP, far = alpha[i] <= NEAR_ONE;
        /* Without a root no step is small. */
        none[i] = far && !close && target[i] > -NO_ROOT * log(alpha[i]);
        settled[i] = none[i] || (far && close);
    }
}

/* beta at each point, where there surely is none, and where it is settled or there is none. */
void skilltheory_rate_levels(size_t n, const double *alpha, const double *target, double *beta,
                             uint8_t *none, uint8_t *settled)
{
    for (size_t done = 0; done < n; done += PART)
        solve_part(n - done < PART ? n - done : PART, alpha + done, target + done, beta + done,
                   none + done, settled + done);
}

/* h(theta)/theta. */
void skilltheory_entropy_ratio(size_t n, const double *theta, double *ratio)
{
    EACH_POINT {
        const double t = theta[i], rest = 1 - t;
        /* (1 - t) log1p(-t) is rest log(rest), and what rest lost in rounding. */
        ratio[i] = -((log(rest) * rest + (1 - rest - t)) / t + log(t));
    }
}
