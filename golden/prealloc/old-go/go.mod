module golden/old

go 1.18
