"""The one reminder of a week (product.md, What reaches a person unasked): when it comes. It reminds nobody itself."""

from datetime import timedelta

BEFORE_END = timedelta(hours=48)  # before the week's end: time enough to read a post and say something of it
RUN_FOR = timedelta(days=1)  # nobody is reminded of what they were asked for just now
