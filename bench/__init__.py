"""What gofix20 does to code that it has not seen, beside its peers, and what that gains. See bench/README.md."""
