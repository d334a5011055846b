package main

import (
	"go/types"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
)

// joint is packages of one module that are checked together, all from source: some that other modules cannot import,
// and every one that depends on them, with all their tests. A type that one of them writes is then the same type in
// all others, so that what holds its values can be followed wherever it goes.
type joint struct {
	Name  string `json:"name"`
	Units []unit `json:"units"` // what is imported before what imports it, external tests last
	// Imports are export files of all else that is imported.
	Imports map[string]string `json:"imports"`
	// Beside are files of the module that are in none of the units, and may be with them in another build, or of which
	// C leaves much unknown.
	Beside []string `json:"beside"`

	members map[string]*checked
	view    *checked // all that the members have
	own     map[*types.Package]*unit
	problem *problem

	outdated map[string]bool // files that have another text than the one that was checked
}

// member is what a unit of a joint has besides.
type member struct {
	Joint string   `json:"joint"`
	Late  []string `json:"late"` // test files that import what imports the package
	// External is a test package, which nobody imports.
	External bool `json:"external"`
	// Closed tells that nobody imports it but members of the joint; else Opened may be a file that does.
	Closed bool   `json:"closed"`
	Opened string `json:"opened"`
}

func (s *session) addJoint(j *joint) {
	s.joints[j.Name] = j
	for i := range j.Units {
		j.Units[i].Joint = j.Name
		s.units[j.Units[i].ID] = &j.Units[i]
	}
}

// joined checks the packages of a joint. Their facts share one Info: the nodes are apart.
func (s *session) joined(name string) *joint {
	j := s.joints[name]
	if j.view != nil && len(j.outdated) == 0 {
		return j
	}
	for _, other := range s.joints { // one is large enough
		if other.view != nil {
			other.release(s)
		}
	}
	j.members, j.own, j.problem, j.outdated = map[string]*checked{}, map[*types.Package]*unit{}, nil, map[string]bool{}
	world := s.worlds.create(name)
	world.files = j.Imports
	j.view = s.newChecked(&unit{ID: name})
	j.view.info, j.view.joint, j.view.world = newInfo(), j, world
	importer := jointImporter{world.importer, map[string]*types.Package{}}
	checkers := map[string]*types.Checker{}
	for i := range j.Units {
		u := &j.Units[i]
		c := s.newChecked(u)
		c.info, c.pkg, c.world = j.view.info, types.NewPackage(u.Import, ""), world
		conf := s.config(c)
		conf.Importer, conf.FakeImportC = mapped{u.Aliases, importer}, len(u.Cgo) > 0
		checkers[u.ID] = types.NewChecker(conf, s.fset, c.pkg, c.info)
		j.members[u.ID], j.own[c.pkg] = c, u
		if !u.External {
			importer.own[u.Import] = c.pkg
			j.add(s, c, checkers[u.ID], append(append([]string(nil), u.Files...), u.Cgo...))
		}
	}
	for i := range j.Units {
		if u := &j.Units[i]; !u.External && len(u.Late) > 0 {
			j.add(s, j.members[u.ID], checkers[u.ID], u.Late)
		}
	}
	for i := range j.Units {
		if u := &j.Units[i]; u.External {
			j.add(s, j.members[u.ID], checkers[u.ID], u.Files)
		}
	}
	return j
}

// release forgets what was checked.
func (j *joint) release(s *session) {
	for _, f := range j.view.files {
		s.fset.RemoveFile(s.fset.File(f.FileStart))
	}
	j.view, j.members, j.own = nil, nil, nil
}

// add checks files of a member, with what it has already.
func (j *joint) add(s *session, c *checked, checker *types.Checker, paths []string) {
	files := s.parse(c, paths)
	c.faults = nil
	checker.Files(files)
	c.complain()
	if j.problem == nil && len(c.problems) > 0 {
		j.problem = &c.problems[0]
	}
	for _, path := range paths {
		if f := c.files[path]; f != nil {
			j.view.numbers[path] = len(j.view.files)
			j.view.files[path], j.view.sums[path] = f, c.sums[path]
		}
	}
	maps.Copy(j.view.cgo, c.cgo)
}

// outdate notes that a file has another text now; it may have the one before again when somebody asks.
func (j *joint) outdate(path string, text []byte) {
	if j.view == nil {
		return
	}
	j.view.besides = nil
	if slices.Contains(j.Beside, path) {
		j.view.elementing = nil
	}
	if sum, has := j.view.sums[path]; has && sum != crc32.ChecksumIEEE(text) {
		j.outdated[path] = true
	} else {
		delete(j.outdated, path)
	}
}

// jointImporter gives members of a joint as they are checked, and all else from export files.
type jointImporter struct {
	types.ImporterFrom
	own map[string]*types.Package
}

func (i jointImporter) ImportFrom(path, dir string, mode types.ImportMode) (*types.Package, error) {
	if pkg := i.own[path]; pkg != nil {
		return pkg, nil
	}
	return i.ImporterFrom.ImportFrom(path, dir, mode)
}

// ours tells whether a package's declarations are in view.
func (e *elements) ours(pkg *types.Package) bool {
	if e.c.joint != nil {
		return pkg != nil && e.c.joint.own[pkg] != nil
	}
	return pkg == e.c.pkg
}

// parts are the packages whose declarations are in view.
func (e *elements) parts() []*checked {
	if e.c.joint == nil {
		return []*checked{e.c}
	}
	var found []*checked
	for i := range e.c.joint.Units {
		found = append(found, e.c.joint.members[e.c.joint.Units[i].ID])
	}
	return found
}

// unitOf is the member that has a file.
func (j *joint) unitOf(path string) string {
	for id, c := range j.members {
		if c.files[path] != nil {
			return id
		}
	}
	return ""
}

// isInternal tells whether a package's exported names may be changed with all that uses them.
func (c *checked) isInternal() bool {
	return c.joint != nil || slices.Contains(strings.Split(c.pkg.Path(), "/"), "internal")
}
