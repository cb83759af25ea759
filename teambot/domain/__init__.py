"""The rules, one place each: pure functions of values and `now`. No I/O, no clock, no discord, no sqlalchemy."""
