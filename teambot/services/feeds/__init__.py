"""Blogs and their feeds: found, read, whose they are. `service.py` is the way in."""
