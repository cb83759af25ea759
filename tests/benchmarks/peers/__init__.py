"""What the benchmarks hold us against: bots as somebody would write them by hand, and other readers of feeds."""
