"""Bytes to items: sniffing, parsing, identity, clean text. It fetches nothing and stores nothing."""
