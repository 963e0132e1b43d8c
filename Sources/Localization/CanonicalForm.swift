import Foundation

/// Unicode's Normalization Form C. The standard library has it, but not in public.
enum CanonicalForm {
  static func composed(_ string: String) -> String {
    string.unicodeScalars.allSatisfy(isInert) ? string : string.precomposedStringWithCanonicalMapping
  }

  /// Scalars that are composed and stay so whatever stands beside them. Not all of these, but the frequent ones.
  private static func isInert(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isPlain || scalar.value < 0x300 || (0x1F300..<0x1FB00).contains(scalar.value)
  }
}
