// This file was never formatted.
package main

import (
	"fmt"
	"strings"
)

func oneLine(xs []string) string { var s strings.Builder; s.WriteString("1"); for _, x := range xs { s.WriteString(x); s.WriteString(",") }; return s.String() } // want "`s` grows"

func  several( s string ,xs []string ) string {
    var sBuilder strings.Builder
    sBuilder.WriteString(s)
    for _, x := range xs { sBuilder.WriteString(x); sBuilder.WriteString(","); if x=="b" {return sBuilder.String()} } // want "`s` grows"
    s = sBuilder.String()
    return s; }

func bare(xs []string) (s string) {
  var sBuilder strings.Builder
  for _, x := range xs { if x=="b" {s = sBuilder.String(); return}; sBuilder.WriteString(x); sBuilder.WriteString(",") }; s = sBuilder.String(); return } // want "`s` grows"

func broken(xs []string) (s string) {
	var sBuilder strings.Builder
	for _, x := range xs {
		/* // want "`s` grows" */ sBuilder.WriteString(x)
	}
	s = sBuilder.String()
	return
}

func bracketed(xs []string) (s string) {
	var sBuilder strings.Builder
	for _, x := range xs {
		/* // want "`s` grows" */ sBuilder.WriteString(x)
	}
	s = sBuilder.String()
	return
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} { fmt.Println(oneLine(xs), several("s", xs), bare(xs), broken(xs), bracketed(xs)) }
}
