"""Making proofs: scripts that are checked and kept, and goals for the REPL.

Nothing here is trusted.  A script or a goal only calls the kernel's rules, and
what it hands over at the end is a :class:`~skilltheory.kernel.theorem.Theorem`
or nothing.
"""

from skilltheory.proving.script import Proof, proves
from skilltheory.proving.store import prove, suppose

__all__ = ["Proof", "prove", "proves", "suppose"]
