// Unusual layout: several statements on a line, and files that gofmt never saw.
package main

import "fmt"

func line(k string) int { m := map[string]bool{"a": true}; if m[k] { return 1 }; for m[k] { break }; return len(m) } // want "`m` holds nothing but true"

func spaced( k string,  a bool )( n int ) {
  m := map[string]bool { "a" : true , }   // want "`m` holds nothing but true"
  if ( m [k] ) { n++ }
  if a &&
     m[k] {
    n ++
  }
  for !  m[k] { m[k]=true ; n++ }
  x := m[k] ; y := !m[k]
  if x&&y { n++ }; return n }

func apart(k string) bool { m := map[string]  bool{k: true}; return m["a"] } // want "`m` holds nothing but true"
func tabbed(k string) bool { m := map[string]	bool{k: true}; return m["a"] } // want "`m` holds nothing but true"
func noted(k string) bool { m := map[string]/* is it in */bool{k: true}; return m["a"] } // want "`m` holds nothing but true"

func main() {
	fmt.Println(apart("a"), tabbed("b"), noted("a"), quoted("a"))
	fmt.Println(line("a"), line("b"), spaced("a", true), spaced("b", true))
}
