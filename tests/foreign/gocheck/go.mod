module gocheck

go 1.24

// The packages that travel with the Go toolchain, copied beside this file when the test runs.
require golang.org/x/mod v0.0.0

replace golang.org/x/mod => ./golang.org/x/mod
