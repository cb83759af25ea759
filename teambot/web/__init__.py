"""Everything that reaches out over HTTP, behind the address guard. It knows nothing of teams."""
