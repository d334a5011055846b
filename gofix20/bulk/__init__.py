"""Bulk migration: one pull request a repository, over hundreds of repositories.

`settings` says what is wanted, `forges` speak to the servers, `work` takes one repository through all steps,
`journal` remembers each of them, `crew` works on many at a time (`cluster`: on many machines), and `report`,
`table` and `metrics` show how it goes. The only part that speaks to a forge, runs tests, commits or pushes.
"""
