"""A Discord of our own on loopback, sample blogs, and a page: the main job without a token."""
