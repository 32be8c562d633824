"""
From your own training runs to the skills they should bring
===========================================================

A table of training runs goes in; a scaling law with intervals comes out, and from it what the next
step in scale should do to tuples of skills. The runs here were made by the project itself, from a
law that is known, so that what the fit recovers can be compared with it.
"""

from concurrent.futures import ThreadPoolExecutor

import matplotlib.pyplot as plt

from skilltheory.plot.fit import fit_picture
from skilltheory.plot.forecast import forecast_picture
from skilltheory.scaling import example_runs, fit, forecast, get_law, read_runs

# %%
# The table
# ---------
# Any CSV file will do that has columns for the loss and for two of parameters, tokens and compute.
# Names and units are recognised; what was recognised is noted.

runs = read_runs(example_runs())
print(len(runs), "runs")
print(*runs.notes, sep="\n")

# %%
# The fit
# -------
# Huber's loss on log residuals from many starts, then a bootstrap. For a picture in seconds we take
# some of the 4,500 starts and fewer replicates than one would for a paper.

with ThreadPoolExecutor(2) as executor:
    found = fit(runs, replicates=400, starts=600, executor=executor)

truth = get_law("besiroglu2024")
print(found.law)
for name, interval in found.intervals.items():
    print(f"{name} = {interval}, made with {float(getattr(truth, name)):.4g}")

plt.figure(fit_picture(found))
plt.show()

# %%
# Is the joint law needed?
# ------------------------
# The error on runs that were held out, for the joint law and simpler ones.

for form in found.choice:
    print(f"{form.form.formula:20} {100 * form.error:.2f}%")

# %%
# The next step
# -------------
# Ten times the parameters and ten times the tokens of a model with 70 billion parameters.

step = forecast(found, ("70e9", "1.4e12"), ("700e9", "14e12"), k=8)
print("the excess falls from", step.before, "to", step.after)
print("tuples of skills grow by a factor", step.factor)
for reach in step.reach:
    print(f"{reach.bound:12} tuples with competence 1/2: {reach.before} -> {reach.after}")

plt.figure(forecast_picture(step))
plt.show()

# %%
# What it rests on
# ----------------
# The last two warnings matter most: the law is used beyond the runs it was fitted to.

for assumption in step.assumptions:
    print(f"{assumption.id:28} {assumption.title}")
print(*step.warnings, sep="\n")
