import Foundation

/// Variables from a `.env` file, under those of the process.
package enum DotEnv {
  /// `NAME=value` lines; `#` comments; quotes around a value are taken off.
  package static func merged(with environment: [String: String], path: String = ".env") -> [String: String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return environment }
    return parse(text).merging(environment) { _, process in process }
  }

  /// What the text of such a file sets.
  static func parse(_ text: String) -> [String: String] {
    var values: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let line = String(line).trimmingWhitespace()
      guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { continue }
      let name = String(line[..<equals]).trimmingWhitespace()
      var value = String(line[line.index(after: equals)...]).trimmingWhitespace()
      if value.count >= 2, let quote = value.first, quote == value.last, quote == "\"" || quote == "'" {
        value = String(value.dropFirst().dropLast())
      }
      values[name] = value
    }
    return values
  }
}
