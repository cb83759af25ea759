"""Applications: from the first command to the accepted charter, and every other end. `service.py` is the way in."""
