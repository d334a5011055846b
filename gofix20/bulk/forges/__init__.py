"""The kinds of forges there are."""
