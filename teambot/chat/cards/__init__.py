"""The persistent buttons and menus of cards; each press is checked again by a service."""
