"""Blogs as they are, and posts in their season: found, read, put forward, held, brought back; a file a chapter."""
