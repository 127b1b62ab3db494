"""What a run changes on the timeline, found without looking at all of it."""
