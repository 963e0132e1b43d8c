/// What may be asked of the file system as a zone's name.
enum ZoneName {
  /// Whether a text is one to three parts of letters, digits, `_`, `+` and `-` that begin with a letter, as tzdata's
  /// own names are (tz "Theory and pragmatics", naming). So it can neither leave the directory nor name a hidden file.
  static func isValid(_ name: some StringProtocol) -> Bool {
    guard (1...64).contains(name.utf8.count) else { return false }
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count <= 3, let area = parts.first else { return false }
    // `right/` counts leap seconds, `posix/` repeats everything, the others are settings of this machine.
    let excluded = ["right", "posix", "localtime", "posixrules"]
    guard !excluded.contains(String(decoding: area, as: UTF8.self).lowercased()) else { return false }
    return parts.allSatisfy { part in
      guard let first = part.first, first.isASCIILetter else { return false }
      return part.allSatisfy {
        $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "+")
          || $0 == UInt8(ascii: "-")
      }
    }
  }
}
