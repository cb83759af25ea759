"""The eighty bad inputs, a test each: it is served over real HTTP, and what comes of it is read in the store.

A number is a test; `01` to `80` are their ids, and `test_numbers.py` fails where one is missing. From the answer on the
wire to the rows and the news everything is real: the fetcher behind its guard, the worker in its process, the services.
"""

import pytest

pytest.register_assert_rewrite("tests.feeds.bad_inputs.scene")
