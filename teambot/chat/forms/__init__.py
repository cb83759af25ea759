"""The forms; state stands in the custom id, so that a form outlives a restart."""
