"""The use cases: one class a noun, one public method a command, button or sweep; one transaction each."""
