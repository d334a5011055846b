// Parts of a whole file: some of them, and all of them one after the other.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

type release struct{ id, version string }

func (r *release) parse(name string) {
	data, _ := os.ReadFile(name)
	for _, line := range strings.Split(string(data), "\n") {
		if v, ok := strings.CutPrefix(line, "ID="); ok {
			r.id = v // want "^`v` pins a whole file to keep a part of it: store a copy$"
		}
		if strings.HasPrefix(line, "VERSION=") {
			r.version = strings.Trim(line[8:], `"`)
		}
	}
}

func (r *release) cases(name string) {
	data, _ := os.ReadFile(name)
	for line := range strings.SplitSeq(string(data), "\n") {
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			continue
		}
		switch key {
		case "ID":
			r.id = value // want "store a copy$"
		case "VERSION":
			r.version = strings.TrimSpace(value)
		}
	}
}

func errorLines(name string) (found []string) {
	data, _ := os.ReadFile(name)
	for _, line := range strings.Split(string(data), "\n") {
		if !strings.Contains(line, "ERROR") {
			continue
		}
		found = append(found, line) // want "return a copy$"
	}
	return found
}

func firstOf(name, prefix string) string {
	data, _ := os.ReadFile(name)
	lines := strings.Split(string(data), "\n")
	for i := range lines {
		if strings.HasPrefix(lines[i], prefix) {
			return lines[i] // want "return a copy$"
		}
	}
	return lines[len(lines)-1] // want "return a copy$"
}

func users(name string) map[string]string {
	data, _ := os.ReadFile(name)
	homes := map[string]string{}
	for _, line := range strings.Split(string(data), "\n") {
		if parts := strings.Split(line, "="); len(parts) == 2 {
			homes[parts[0]] = parts[1] // want "`parts\\[0\\]` pins" "`parts\\[1\\]` pins"
		}
	}
	return homes
}

var values = regexp.MustCompile(`(\w+)="(\w+)"`)

func matches(name string) (found []string) {
	data, _ := os.ReadFile(name)
	for _, m := range values.FindAllStringSubmatch(string(data), -1) {
		found = append(found, m[2]) // want "return a copy$"
	}
	return found
}

func place(name string) string {
	data, _ := os.ReadFile(name)
	text := string(data)
	at := values.FindStringIndex(text)
	if at == nil {
		return ""
	}
	return text[at[0]:at[1]] // want "return a copy$"
}

func between(name string) (found []string) {
	data, _ := os.ReadFile(name)
	text := string(data)
	for {
		i := strings.IndexByte(text, '"')
		if i < 0 {
			return found
		}
		text = text[i+1:]
		j := strings.IndexByte(text, '"')
		if j < 0 {
			return found
		}
		found = append(found, text[:j]) // want "return a copy$"
		text = text[j+1:]
	}
}

func upToSpace(name string) string {
	data, _ := os.ReadFile(name)
	text := string(data)
	for i, r := range text {
		if r == ' ' || r == '=' {
			return text[:i] // want "return a copy$"
		}
	}
	return ""
}

func lineOrAll(name string) string {
	data, _ := os.ReadFile(name)
	text := strings.ToUpper(string(data))
	n := strings.IndexByte(text, '\n')
	if n < 0 {
		n = len(text)
	}
	return text[:n] // want "return a copy$"
}

func counted(name string) []byte {
	data, _ := os.ReadFile(name)
	n := int(data[0]) % 4
	size := int(data[n])
	return data[1 : 1+size] // want "to keep 255 B: return a copy$"
}

// Two pieces of one statement: the first is copied first.
func together(name string) (r release) {
	data, _ := os.ReadFile(name)
	text := string(data)
	r = release{id: text[:4], version: text[4:8]} // want "`text\\[:4\\]` .*a copy$" "`text\\[4:8\\]` .*a copy$"
	return r
}

type label string

func labelled(name string) label {
	data, _ := os.ReadFile(name)
	all := label(data)
	return all[:2] // want "return a copy$"
}

func localType(name string) any {
	type label string
	data, _ := os.ReadFile(name)
	all := label(data)
	return all[:2] // refuse "is of type label, which has no plain name here"
}

// All of the file, or most of it, is kept.
func all(name string) (lines []string) {
	data, _ := os.ReadFile(name)
	for _, line := range strings.Split(string(data), "\n") { // refuse "one piece after the other is kept"
		lines = append(lines, line)
	}
	return lines
}

func noComments(name string) (lines []string) {
	data, _ := os.ReadFile(name)
	for _, line := range strings.Split(string(data), "\n") { // refuse "one piece after the other is kept"
		line := strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		lines = append(lines, line)
	}
	return lines
}

func pairs(name string) map[string]string {
	data, _ := os.ReadFile(name)
	found := map[string]string{}
	for _, line := range strings.Split(string(data), "\n") { // refuse "one piece after the other is kept"
		if key, value, ok := strings.Cut(line, "="); ok { // refuse "one piece after the other is kept"
			found[key] = value
		}
	}
	return found
}

func byIndex(name string) (lines []string) {
	data, _ := os.ReadFile(name)
	list := strings.Split(string(data), "\n")
	for i := 0; i < len(list); i++ {
		lines = append(lines, list[i]) // refuse "one piece after the other is kept"
	}
	return lines
}

func restOfLine(name string) (version string) {
	data, _ := os.ReadFile(name)
	for _, line := range strings.Split(string(data), "\n") {
		parts := strings.SplitN(line, "=", 2)
		if parts[0] == "VERSION" {
			version = parts[1] // want "return a copy$"
		}
	}
	return version
}

func remainder(name string) (string, string) {
	data, _ := os.ReadFile(name)
	parts := strings.SplitN(string(data), "\n", 2)
	return "", parts[1]
}

func list(name string) []string {
	data, _ := os.ReadFile(name)
	found := strings.Fields(string(data))
	return found[:2]
}

func limited(name string) string {
	f, _ := os.Open(name)
	defer f.Close()
	data, _ := readLimited(f)
	return data
}

func main() {
	file, err := os.CreateTemp("", "selected")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	fmt.Fprint(file, "ID=debian\nVERSION=\"13\"\nNAME=\"x\"\n# ERROR\n"+strings.Repeat("some more\n", 1000))
	file.Close()
	name := file.Name()
	r := &release{}
	r.parse(name)
	fmt.Println(*r)
	r.cases(name)
	fmt.Println(*r, errorLines(name), firstOf(name, "VER"), firstOf(name, "none"), users(name)["ID"], matches(name))
	fmt.Println(place(name), between(name), upToSpace(name), lineOrAll(name), len(counted(name)), together(name))
	fmt.Println(labelled(name), localType(name), len(all(name)), len(noComments(name)), pairs(name)["ID"], len(byIndex(name)))
	_, rest := remainder(name)
	fmt.Println(len(rest), list(name), len(limited(name)), len(ofLine(name)), restOfLine(name))
	func() {
		defer func() { fmt.Println(recover()) }()
		together(os.DevNull)
	}()
}

func readLimited(r io.Reader) (string, error) {
	data, err := io.ReadAll(io.LimitReader(r, 512))
	return string(data)[:4], err
}

// A line that was copied pins no more than itself.
func ofLine(name string) (words []string) {
	data, _ := os.ReadFile(name)
	for _, line := range bytes.Split(data, []byte("\n")) {
		words = append(words, strings.SplitN(string(line), " ", 2)[0])
	}
	return words
}
