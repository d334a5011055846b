// This file was never formatted.
package main

import "fmt"

func oneLine(xs []string) string { s := "1"; for _, x := range xs { s += x + "," }; return s } // want "`s` grows"

func  several( s string ,xs []string ) string {
    for _, x := range xs { s += x+","; if x=="b" {return s} } // want "`s` grows"
    return s; }

func bare(xs []string) (s string) {
  for _, x := range xs { if x=="b" {return}; s=s+x+"," }; return } // want "`s` grows"

func broken(xs []string) (s string) {
	for _, x := range xs {
		/* // want "`s` grows" */ s =
			s + x
	}
	return
}

func bracketed(xs []string) (s string) {
	for _, x := range xs {
		/* // want "`s` grows" */ s = (
			s +
				x)
	}
	return
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} { fmt.Println(oneLine(xs), several("s", xs), bare(xs), broken(xs), bracketed(xs)) }
}
