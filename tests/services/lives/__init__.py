"""A team's whole life, to be tried in any order: a model of it, and the steps that people, clocks and sweeps take."""
