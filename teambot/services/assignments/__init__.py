"""Assignments: done, skipped, swapped, offered on, looked at, asked about. `service.py` is what others call."""
