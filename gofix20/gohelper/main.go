// Command gohelper answers questions about the types of Go code.
//
// It reads one JSON request a line from standard input and writes one JSON reply a line to
// standard output, until standard input ends. It uses the standard library only, so that the
// user's own Go builds it and its go/types is the one that the user's compiler was made with.
//
// What it does not know it leaves out: the asker treats an absent answer as a reason to refuse.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

type request struct {
	Op    string   `json:"op"`
	Units []unit   `json:"units"`
	Unit  string   `json:"unit"`
	Path  string   `json:"path"`
	Text  []byte   `json:"text"`
	Sum   uint32   `json:"sum"` // CRC-32 of the text that the asker has
	Drop  bool     `json:"drop"`
	Spans [][2]int `json:"spans"`

	Joints []joint `json:"joints"`
	Joint  string  `json:"joint"`

	Paths  []string `json:"paths"`
	Offset int      `json:"offset"`
	Name   string   `json:"name"`
	Arch   string   `json:"arch"`
	Goroot string   `json:"goroot"`
	Warm   bool     `json:"warm"` // will the same be asked about again and again?

	// Sources are what the units import, where that is not compiled; then their imports are names in it.
	Sources map[string]source `json:"sources"`
}

// unit is one package as it is compiled for one purpose: alone, with its tests, or as an
// external test package.
type unit struct {
	ID      string            `json:"id"`
	Import  string            `json:"import"`
	Files   []string          `json:"files"`
	Cgo     []string          `json:"cgo"`
	Imports map[string]string `json:"imports"`
	Aliases map[string]string `json:"aliases"`
	// World names what the export files were made for: types of two units are the same within one.
	World string `json:"world"`
	// CgoTypes is the file of declarations that cgo made for the unit.
	CgoTypes  string `json:"cgo_types"`
	GoVersion string `json:"go_version"`

	member
}

// directory is where the files of a unit are, and those of its variants.
func (u *unit) directory() string {
	return filepath.Dir(slices.Concat(u.Files, u.Cgo, []string{""})[0])
}

type reply struct {
	Error    string          `json:"error,omitempty"`
	Problems []problem       `json:"problems,omitempty"`
	File     *fileFacts      `json:"file,omitempty"`
	Funcs    []functionFacts `json:"functions,omitempty"`
	Text     []byte          `json:"text,omitempty"`
	Object   *object         `json:"object,omitempty"`
	Type     *typeFacts      `json:"type,omitempty"`

	Outlines []string `json:"outlines,omitempty"`
	Compiles bool     `json:"compiles,omitempty"`

	Receivers *receivers `json:"receivers,omitempty"`
	Component *component `json:"component,omitempty"`
}

func main() {
	if !strings.HasPrefix(runtime.Version(), "go1.22") {
		// The default from Go 1.23 on, but for a module that asks for less, as ours does; a generic alias needs it.
		os.Setenv("GODEBUG", "gotypesalias=1")
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	s := newSession()
	for line := range lines() {
		var r request
		var a reply
		if err := json.Unmarshal(line, &r); err != nil {
			a.Error = "bad request: " + err.Error()
		} else {
			a = guarded(s, &r)
		}
		data, err := json.Marshal(a)
		if err != nil {
			data, _ = json.Marshal(reply{Error: err.Error()})
		}
		out.Write(data)
		out.WriteByte('\n')
		if out.Flush() != nil {
			return
		}
		if r.Op == "overlay" {
			guarded(s, &request{Op: "prepare"}) // while the asker goes on to what it asks next
		}
	}
}

// lines gives the lines of standard input. When the asker closes its end, or dies, nobody waits
// for an answer for long: the process ends, also in the middle of one.
func lines() <-chan []byte {
	read := make(chan []byte)
	go func() {
		in := bufio.NewReaderSize(os.Stdin, 1<<20)
		for {
			line, err := in.ReadBytes('\n')
			if err != nil {
				close(read)
				time.AfterFunc(5*time.Second, func() { os.Exit(0) })
				return
			}
			read <- line
		}
	}()
	return read
}

// guarded turns a panic (go/types has had some, on code that it never saw before) into an error
// about this one request: every other package goes on.
func guarded(s *session, r *request) (a reply) {
	defer func() {
		if p := recover(); p != nil {
			a = reply{Error: fmt.Sprintf("internal error: %v", p)}
		}
	}()
	switch r.Op {
	case "prepare":
		s.prepare()
		return reply{}
	case "load":
		s.load(r)
		return reply{}
	case "add":
		s.add(r)
		return reply{}
	case "overlay":
		s.overlay(r.Path, r.Text, r.Drop)
		return reply{}
	case "check":
		return reply{Problems: s.check(r.Unit).problems}
	case "compiles":
		return reply{Compiles: s.compiles(r.Unit)}
	case "outlines":
		var a reply
		for _, path := range r.Paths {
			a.Outlines = append(a.Outlines, outline(path))
		}
		return a
	case "facts":
		return s.facts(r)
	case "visible":
		return s.visible(r)
	case "receivers":
		return s.receivers(r)
	case "component":
		return s.component(r)
	case "parse":
		fset := token.NewFileSet()
		_, err := parser.ParseFile(fset, r.Path, r.Text, parser.SkipObjectResolution)
		return reply{Problems: syntaxErrors(r.Path, r.Text, err)}
	case "format":
		// format.Source takes a piece of a file too.
		if _, err := parser.ParseFile(token.NewFileSet(), "", r.Text, parser.PackageClauseOnly); err != nil {
			return reply{Error: err.Error()}
		}
		text, err := format.Source(r.Text)
		if err != nil {
			return reply{Error: err.Error()}
		}
		return reply{Text: text}
	}
	return reply{Error: "unknown request " + r.Op}
}
