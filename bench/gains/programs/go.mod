module example.com/gains

go 1.22
