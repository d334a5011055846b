// Results with names: what is assigned to them leaves, and deferred functions see it.
package main

import (
	"fmt"
	"os"
)

func named(name string) (head []byte, err error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	head = data[:8] // want "return a copy$"
	return
}

func itself(name string) (data []byte, err error) {
	data, err = os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	data = data[:8] // want "return a copy$"
	return data, nil
}

func wholeToo(name string) (data, head []byte, err error) {
	data, err = os.ReadFile(name)
	head = data[:8] // refuse "`data` is returned as well"
	return
}

func writtenMeanwhile(name string) (head []byte, err error) {
	data, err := os.ReadFile(name)
	head = data[:8] // want "unsafe: `data` is written at line"
	data[0] = '!'
	return head, err
}

func changedByDefer(name string) (head []byte) {
	data, _ := os.ReadFile(name)
	defer func() {
		head[0] = '?'
		fmt.Println(string(data[:2]))
	}()
	head = data[:8] // want "unsafe: `data` is read at line 45, and the piece is written"
	return head
}

func resultChanged(name string) (head []byte) {
	data, _ := os.ReadFile(name)
	defer func() { head = append(head, '.') }()
	return data[:8] // want "unsafe: it is appended to"
}

func main() {
	file, err := os.CreateTemp("", "named")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	fmt.Fprint(file, "0123456789")
	file.Close()
	name := file.Name()
	fmt.Println(named(name))
	fmt.Println(itself(name))
	fmt.Println(wholeToo(name))
	fmt.Println(writtenMeanwhile(name))
	fmt.Println(changedByDefer(name))
	fmt.Println(resultChanged(name))
}
