module old

go 1.9
