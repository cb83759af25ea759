"""The conversation on Discord: the only importer of discord. No rule of the team lives here."""
