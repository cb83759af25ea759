"""The fair-share rotation over seven weeks: asked and why, done and not done, in whatever way; a file a chapter."""
