"""Facts to cards and sentences: what people read. It loads nothing."""
