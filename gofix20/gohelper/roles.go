package main

import (
	"go/types"
	"strings"
)

// role is what a function of another package does with the slices that it is given.
type role int

const (
	unknownRole role = iota
	reading          // it reads them and neither keeps them nor looks beyond their length
	printing         // so too, unless they have methods, which it may call
	writing          // it writes elements within their length, and does not keep them
)

// readers are functions of the standard library, by package or by name.
var readers = map[string]bool{
	"encoding/hex.EncodeToString": true, "encoding/hex.Dump": true, "encoding/json.Unmarshal": true, "encoding/json.Valid": true,
	"encoding/xml.Unmarshal": true, "encoding/binary.Uvarint": true, "encoding/binary.Varint": true,
	"(*encoding/base64.Encoding).EncodeToString": true, "(*encoding/base32.Encoding).EncodeToString": true,
	"crypto/sha256.Sum256": true, "crypto/sha256.Sum224": true, "crypto/sha1.Sum": true, "crypto/md5.Sum": true,
	"crypto/sha512.Sum512": true, "crypto/sha512.Sum384": true, "crypto/hmac.Equal": true, "crypto/subtle.ConstantTimeCompare": true,
	"hash/crc32.ChecksumIEEE": true, "hash/crc32.Checksum": true, "hash/crc32.Update": true, "hash/crc64.Checksum": true,
	"hash/adler32.Checksum": true, "os.WriteFile": true, "net/http.DetectContentType": true, "reflect.DeepEqual": true,
	"slices.Equal": true, "slices.Contains": true, "slices.Index": true, "slices.Compare": true, "slices.Max": true, "slices.Min": true,
	"slices.BinarySearch": true, "slices.Clone": true, "slices.IsSorted": true, "strings.Join": true, "maps.Clone": false,
	"unicode/utf8.Valid": true, "unicode/utf8.RuneCount": true, "unicode/utf8.DecodeRune": true, "unicode/utf8.DecodeLastRune": true,
	"unicode/utf8.FullRune": true, "sort.SearchInts": true, "sort.SearchStrings": true, "sort.SliceIsSorted": true,
	"bytes.NewReader": true, "os/exec.Command": true, "os/exec.CommandContext": true, "errors.Join": true, "io.MultiReader": true,
	"io.MultiWriter": true, "reflect.Select": true,
}

// writers fill what they are given, within its length.
var writers = map[string]bool{
	"io.ReadFull": true, "io.ReadAtLeast": true, "crypto/rand.Read": true, "math/rand.Read": true, "sort.Ints": true, "sort.Strings": true,
	"slices.Sort": true, "sort.Slice": true, "sort.SliceStable": true, "slices.Reverse": true, "slices.SortFunc": true, "slices.SortStableFunc": true, "encoding/hex.Decode": true,
	"encoding/hex.Encode": true, "encoding/binary.PutUvarint": true, "encoding/binary.PutVarint": true, "unicode/utf8.EncodeRune": true,
}

// roleOf knows the functions above, whole families of the standard library, and the contracts of
// io.Reader and io.Writer: not to keep what they are given, nor (a Writer) to modify it.
func roleOf(fn *types.Func, sig *types.Signature) role {
	name := fn.FullName()
	if readers[name] {
		return reading
	}
	if writers[name] {
		return writing
	}
	if fn.Pkg() == nil {
		return unknownRole
	}
	base := fn.Name()
	switch fn.Pkg().Path() {
	case "bytes":
		if base != "NewBuffer" && sig.Recv() == nil {
			return reading
		}
	case "fmt":
		if strings.HasPrefix(base, "Print") || strings.HasPrefix(base, "Sprint") || strings.HasPrefix(base, "Fprint") || base == "Errorf" {
			return printing
		}
	case "regexp":
		if strings.HasPrefix(base, "Find") || strings.HasPrefix(base, "Match") {
			return reading
		}
	case "log":
		return printing
	case "testing":
		return printing
	case "encoding/json":
		if base == "Marshal" || base == "MarshalIndent" {
			return printing
		}
	case "encoding/binary":
		if sig.Recv() != nil && strings.HasPrefix(base, "Uint") {
			return reading
		}
		if sig.Recv() != nil && strings.HasPrefix(base, "PutUint") {
			return writing
		}
	}
	if sig.Recv() != nil && sig.Params().Len() >= 1 && isBytes(sig.Params().At(0).Type()) && countAndError(sig) {
		switch {
		case base == "Write" && sig.Params().Len() == 1, base == "WriteAt" && sig.Params().Len() == 2:
			return reading
		case base == "Read" && sig.Params().Len() == 1, base == "ReadAt" && sig.Params().Len() == 2:
			return writing
		}
	}
	return unknownRole
}

func isBytes(t types.Type) bool {
	s, ok := types.Unalias(t).(*types.Slice)
	return ok && types.Identical(s.Elem(), types.Typ[types.Byte])
}

func countAndError(sig *types.Signature) bool {
	return sig.Results().Len() == 2 && types.Identical(sig.Results().At(0).Type(), types.Typ[types.Int]) &&
		types.Identical(sig.Results().At(1).Type(), types.Universe.Lookup("error").Type())
}
