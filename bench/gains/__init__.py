"""What each fix gains, measured."""
