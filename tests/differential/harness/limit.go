//go:build unix

package harness

import "syscall"

// limit makes an absurd allocation fail, where the system would only promise the memory.
func limit() {
	const most = 3 << 30
	_ = syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: most, Max: most})
}
