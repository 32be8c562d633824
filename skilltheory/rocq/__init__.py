"""A second opinion: statements checked by Rocq (once called Coq), an unrelated prover.

A statement object is printed as a closed proposition over Rocq's real numbers,
with every condition under which its terms are meaningful as a proposition of
its own.  A theorem written by hand in ``proofs/rocq/`` says the same; Rocq
proves each from the other, the conditions, and that the proofs fail on false
twins.  Nothing here is needed to use the library, and nothing is installed.

``make rocq``, or ``python -m skilltheory.rocq``, generates, compiles and
reports; ``skilltheory check --independent`` merges the report, which counts for
a statement only as long as the statement and the scripts are what was compiled.

==============  =====================================================================
module          what it is about
==============  =====================================================================
`scope`         names, and what must hold for a term to be meaningful
`terms`         terms in Rocq's syntax
`propositions`  propositions, and their false twins
`closure`       a statement as one closed proposition
`functions`     the functions of the theory as definitions
`library`       the scripts written by hand
`checks`        the module that checks a statement against its script
`numbers`       certified numbers, by interval arithmetic in Rocq
`units`         all that is compiled
`toolchain`     which Rocq there is, or what is missing
`build`         compiling what changed
`axioms`        what a proof may take for granted
`audit`         what the proofs do take for granted
`run`           all of it, and the report
`report`        what of a report still holds
==============  =====================================================================
"""
