"""Great Expectations suites and the gate before publication."""
