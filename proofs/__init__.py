"""The proofs, one module a chapter, with the names of ``skilltheory.theory``."""
