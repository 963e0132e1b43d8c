import Foundation

/// Shows what was printed at once, also when the output is no terminal.
func flushOutput() { fflush(nil) }
