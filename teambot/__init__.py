"""The Discord bot for a small team of bloggers who recommend one another's posts."""
