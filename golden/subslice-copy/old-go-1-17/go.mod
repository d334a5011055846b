module golden/old117

go 1.17
