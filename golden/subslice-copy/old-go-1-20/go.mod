module golden/old120

go 1.20
