"""Go that several tests fix: one finding, and the same when it is fixed."""

FINDING = """\
package p

func squares(n int) []int {
	out := make([]int, 0)
	for i := range n {
		out = append(out, i*i)
	}
	return out
}
"""
FIXED = FINDING.replace("make([]int, 0)", "make([]int, 0, max(n, 0))")
