"""Servers that the tests of bulk migration start, on the loopback interface alone."""
