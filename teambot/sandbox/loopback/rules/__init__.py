"""What Discord refuses: of messages, components, commands."""
