"""From scaling laws to guaranteed skills, as typed, proved and certified mathematics."""

__version__ = "0.1.0"
