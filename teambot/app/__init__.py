"""The composition root: what the commands do with all the parts. Only these modules see every layer.

whole.py puts the bot together, starts and stops it; process.py runs it until a signal; sandbox.py puts it on a loopback
Discord; check.py, doctor.py and upkeep.py are the operator's. clock.py holds the one real clock.
"""
