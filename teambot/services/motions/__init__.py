"""Motions: proposing, voting in secret, closing, carrying out what was decided. `service.py` is the way in."""
