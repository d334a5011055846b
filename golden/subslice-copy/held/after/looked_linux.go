package main

func looked(b []byte) bool { return len(b) > 0 }
