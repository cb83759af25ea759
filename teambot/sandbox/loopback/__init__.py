"""A Discord of our own: REST, gateway, interactions, people. It knows nothing of the bot."""
