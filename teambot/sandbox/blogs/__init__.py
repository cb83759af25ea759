"""The sample bloggers' blogs, served on loopback under fixed names."""
