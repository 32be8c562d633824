/* The sharp bound at many points: T = sum over j = 1..k of min(1, P[X >= j]/theta).
 *
 * The twin of _by_summing in skilltheory/solve/_grid_sharp.py, which says why the law is
 * taken for odds as rounded.  It adds the same terms, without a pass over memory for each.
 * Points are taken in blocks that fit the cache; those of a block that share k, and the part
 * of the unit interval in which alpha lies, are summed LANES at a time.
 */
#include "compiled.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK 8192
#define PARTS 4  /* of the unit interval; an even number, so that none lies across 1/2 */
#define STRIDE 4 /* levels between two looks at whether all lanes are done */
#define NOTHING 0x1p-70 /* next to T a term that small is nothing, and so are those beyond */

#if defined(__x86_64__)
#define LANES 4
#else
#define LANES 2
#endif

typedef double Lanes __attribute__((vector_size(8 * LANES)));
typedef int64_t Mask __attribute__((vector_size(8 * LANES)));

#define EACH_LANE for (int lane = 0; lane < LANES; lane++)
#define LESS(a, b) ((Mask)((a) < (b)))
#define AT_MOST_ONE(t) ((Lanes)(((Mask)(t) & LESS(t, one)) | ((Mask)one & ~LESS(t, one))))

typedef struct {
    double odds; /* of the likelier side, at most 1 */
    double end;  /* the probability of that end of the law, over theta */
    double mean;
} Point;

typedef struct {
    Point *points;
    uint32_t *order; /* the points, by group */
    uint32_t *ends;  /* where each group ends in that order */
    Lanes *law;
} Room;

static size_t group_of(double alpha, int64_t k)
{
    return (size_t)k * PARTS + (size_t)(alpha * PARTS);
}

FOR_ANY_PROCESSOR
static void sum_groups(size_t groups, const Room *room, const double *const *ways, double *levels)
{
    const Lanes one = (Lanes){0} + 1;
    size_t first = 0;
    for (size_t group = 0; group < groups; group++) {
        const size_t end = room->ends[group];
        const int64_t k = (int64_t)(group / PARTS);
        const double *const many = ways[k];
        for (; first < end; first += LANES) {
            Lanes odds, power, mean, tail = {0}, total = {0};
            uint32_t at[LANES];
            double farthest = 0;
            int64_t j, open = 1;
            EACH_LANE {
                const size_t next = first + (size_t)lane;
                at[lane] = room->order[next < end ? next : end - 1]; /* fill up with the last */
                const Point point = room->points[at[lane]];
                odds[lane] = point.odds;
                power[lane] = point.end;
                mean[lane] = point.mean;
                if (point.mean > farthest)
                    farthest = point.mean;
            }
            if (group % PARTS >= PARTS / 2) { /* the law begins at X = k */
                for (j = k; open && j > 0;) {
                    for (int64_t pause = j > STRIDE ? j - STRIDE : 0; j > pause; j--) {
                        tail += many[j] * power;
                        total += AT_MOST_ONE(tail);
                        power *= odds;
                    }
                    const Mask below = LESS(tail, one);
                    open = 0;
                    EACH_LANE open |= below[lane];
                }
            } else { /* at X = 0: up to where nothing is left, then down again */
                for (j = 0; open && j < k;) {
                    for (int64_t pause = j + STRIDE < k ? j + STRIDE : k; j < pause;) {
                        power *= odds;
                        j++;
                        room->law[j] = many[j] * power;
                    }
                    const Mask left = LESS(NOTHING * mean, room->law[j]);
                    open = (double)j <= farthest;
                    EACH_LANE open |= left[lane];
                }
                for (open = 1; open && j > 0;) {
                    for (int64_t pause = j > STRIDE ? j - STRIDE : 0; j > pause; j--) {
                        tail += room->law[j];
                        total += AT_MOST_ONE(tail);
                    }
                    const Mask below = LESS(tail, one);
                    open = 0;
                    EACH_LANE open |= below[lane];
                }
            }
            total += (double)j; /* every tail still to come is above 1 */
            total /= mean;
            EACH_LANE levels[at[lane]] = total[lane];
        }
        first = end;
    }
}

static void prepare(size_t n, const double *alpha, const double *theta, const int64_t *k,
                    size_t groups, Room *room)
{
    for (size_t group = 0; group < groups; group++)
        room->ends[group] = 0;
    for (size_t i = 0; i < n; i++) {
        const double a = alpha[i], b = 1 - a, draws = (double)k[i];
        const double odds = a < b ? a / b : b / a;
        const double base = 1 + odds;
        const double lost = (odds - (base - 1)) / base * draws;
        const double end = pow(base, -draws);
        room->points[i] = (Point){odds, (end - lost * end) / theta[i], draws * a};
        room->ends[group_of(a, k[i])]++;
    }
    uint32_t total = 0;
    for (size_t group = 0; group < groups; group++) {
        const uint32_t size = room->ends[group];
        room->ends[group] = total; /* the start, which filling moves to the end */
        total += size;
    }
    for (size_t i = 0; i < n; i++)
        room->order[room->ends[group_of(alpha[i], k[i])]++] = (uint32_t)i;
}

/* Fill levels with T/(k alpha).  ways[k][j] is C(k, j), for every k that occurs; most is the
 * largest of them.  Return 0, or 1 where there was no memory. */
int skilltheory_sharp_levels(size_t n, const double *alpha, const double *theta, const int64_t *k,
                             int64_t most, const double *const *ways, double *levels)
{
    const size_t groups = (size_t)(most + 1) * PARTS;
    Room room = {
        .points = malloc(BLOCK * sizeof(Point)),
        .order = malloc(BLOCK * sizeof(uint32_t)),
        .ends = malloc(groups * sizeof(uint32_t)),
        .law = aligned_alloc(sizeof(Lanes), (size_t)(most + 1) * sizeof(Lanes)),
    };
    const int there = room.points && room.order && room.ends && room.law;
    for (size_t done = 0; there && done < n; done += BLOCK) {
        const size_t part = n - done < BLOCK ? n - done : BLOCK;
        prepare(part, alpha + done, theta + done, k + done, groups, &room);
        sum_groups(groups, &room, ways, levels + done);
    }
    free(room.points);
    free(room.order);
    free(room.ends);
    free(room.law);
    return !there;
}
