"""`teambot simulate`: a made-up team's year, told in plain words, and written to files that anybody can recount."""
