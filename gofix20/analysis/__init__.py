"""What several rules reason about: places, names, variables, ways out of a loop."""
