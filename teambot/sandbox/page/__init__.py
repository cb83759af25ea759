"""The sandbox's page: what one person sees and can press, in a browser."""
