"""Standings: away, paused, back, gone, left; what follows from each for the team. `service.py` is the way in."""
