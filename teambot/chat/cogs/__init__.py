"""The slash commands, thin: defer, one service call, render."""
