// Unusual layout: several statements on a line, and files that gofmt never saw.
package main

import "fmt"

func line(k string) int { m := map[string]struct{}{"a": {}}; if _, ok := m[k]; ok { return 1 }; for { if _, ok := m[k]; !ok { break }; break }; return len(m) } // want "`m` holds nothing but true"

func spaced( k string,  a bool )( n int ) {
  m := map[string]struct{} { "a" : {} , }   // want "`m` holds nothing but true"
  if _, ok := m [k]; ok { n++ }
  if a {
  	if _, ok := m[k]; ok {
    n ++
  }
  }
  for { if _, ok := m[k]; ok { break }; m[k]=struct{}{} ; n++ }
  _, x := m[k] ; _, ok := m[k]; y := !ok
  if x&&y { n++ }; return n }

func apart(k string) bool { m := map[string]  struct{}{k: {}}; _, ok := m["a"]; return ok } // want "`m` holds nothing but true"
func tabbed(k string) bool { m := map[string]	struct{}{k: {}}; _, ok := m["a"]; return ok } // want "`m` holds nothing but true"
func noted(k string) bool { m := map[string]/* is it in */struct{}{k: {}}; _, ok := m["a"]; return ok } // want "`m` holds nothing but true"

func main() {
	fmt.Println(apart("a"), tabbed("b"), noted("a"), quoted("a"))
	fmt.Println(line("a"), line("b"), spaced("a", true), spaced("b", true))
}
