"""The benchmarks: each figure beside a peer's in the same run, as a ratio. `make bench`; nothing here is a test."""
