module example.com/m/tools

go 1.24

require example.com/m v0.0.0

replace example.com/m => ../
