"""A team decides about itself: who joins, what the charter says, who stays; a file a chapter."""
