"""One canonical actor for the spellings and forms of its name."""
