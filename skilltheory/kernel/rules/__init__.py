"""The rules, by subject; each docstring states the schema and the side conditions."""
