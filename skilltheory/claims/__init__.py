"""The ledger of claims: what the sources say, and what the program finds."""

from skilltheory.claims.claim import Claim, Finding, Verdict, claim, claims

__all__ = ["Claim", "Finding", "Verdict", "claim", "claims"]
