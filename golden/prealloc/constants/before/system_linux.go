package main

const system = 10
