"""A human at the keyboard: what they can do, and what they see."""
