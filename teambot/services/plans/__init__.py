"""Plans: what goes into one, how it is made and published, previewed, built anew, and how it is explained."""
