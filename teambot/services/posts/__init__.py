"""Posts, from the form to the plan: where each goes and why, its season, the shelf, the newest, the offers' thread."""
