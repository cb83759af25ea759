"""The Discord bot for a small team of bloggers who recommend one another's posts."""

__version__ = "0.1.0"
