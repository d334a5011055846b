package main

const prefix = ""
