"""The words of the bot: Fluent catalogues, one folder a language."""
