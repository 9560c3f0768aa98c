// Writes src/read/unicode_tables.h: what Go takes for letters, digits, printable runes and lower case.
package main

import (
	"fmt"
	"strconv"
	"unicode"
)

func ranges(name, comment string, is func(rune) bool) {
	fmt.Printf("// %s\ninline constexpr RuneRange %s[] = {", comment, name)
	column := 0
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if !is(r) {
			continue
		}
		first := r
		for r < unicode.MaxRune && is(r+1) {
			r++
		}
		if column%6 == 0 {
			fmt.Print("\n   ")
		}
		column++
		fmt.Printf(" {0x%X, 0x%X},", first, r)
	}
	fmt.Print("};\n\n")
}

func main() {
	fmt.Print("#pragma once\n// clang-format off\n// Written by tests/oracle/buildkit/unicode from Go's tables (Unicode ", unicode.Version, "); runes below 0x80 are left out.\n\n")
	fmt.Print("namespace cudafit::read {\n\nstruct RuneRange {\n  char32_t first, last;\n};\n\n")
	ranges("letters", "unicode.IsLetter", unicode.IsLetter)
	ranges("digits", "unicode.IsDigit", unicode.IsDigit)
	ranges("printable", "strconv.IsPrint", strconv.IsPrint)
	fmt.Print("/// Runes `first`, `first + step`, ... up to `last` become themselves plus `delta` in lower case.\n")
	fmt.Print("struct LowerRange {\n  char32_t first, last;\n  int step, delta;\n};\n\n")
	fmt.Print("// unicode.ToLower\ninline constexpr LowerRange lower_ranges[] = {")
	delta := func(r rune) rune { return unicode.ToLower(r) - r }
	column := 0
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		d := delta(r)
		if d == 0 {
			continue
		}
		step := rune(1)
		if delta(r+1) != d && delta(r+2) == d {
			step = 2
		}
		first := r
		for r+step <= unicode.MaxRune && delta(r+step) == d && (step == 1 || delta(r+1) == 0) {
			r += step
		}
		if column%4 == 0 {
			fmt.Print("\n   ")
		}
		column++
		fmt.Printf(" {0x%X, 0x%X, %d, %d},", first, r, step, d)
	}
	fmt.Print("};\n\n}  // namespace cudafit::read\n")
}
