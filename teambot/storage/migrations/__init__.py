"""The chain of schema changes. After a change of `tables.py`: `python -m teambot.storage.migrations "what changes"`."""
