// Package piece has small pieces of large slices that outlive these.
package piece

import "io"

func head(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return data[:16], nil
}

func first(size int) []byte {
	data := make([]byte, size)
	for i := range data {
		data[i] = byte(i)
	}
	return data[:16]
}
