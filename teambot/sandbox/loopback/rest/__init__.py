"""Discord's REST API, a noun a file."""
