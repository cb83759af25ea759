"""Some weeks played without a page: who does what, what must happen, how it is told."""
