package user

import "example.com/m/internal/a"

func system(name string) bool { return a.Left[name] }
