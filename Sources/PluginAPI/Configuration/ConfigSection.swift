/// One section of the configuration, read key by key with defaults; collects all problems with their full paths.
public struct ConfigSection: Sendable {
  /// The path of the section, `plugins.goals`.
  public let path: String
  package private(set) var problems: [String] = []
  private let values: [String: ConfigValue]
  private var known: Set<String> = []
  private var nestedKeys: Set<String> = []

  package init(path: String, values: [String: ConfigValue]) {
    self.path = path
    self.values = values
  }

  /// An integer within a range.
  public mutating func int(_ key: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
    guard let value = take(key) else { return fallback }
    if case .integer(let number) = value, range.contains(number) { return number }
    complain(key, "expected an integer in \(range.lowerBound)…\(range.upperBound)", value)
    return fallback
  }

  /// A number, whole or not, within a range.
  public mutating func number(_ key: String, default fallback: Double, in range: ClosedRange<Double>) -> Double {
    guard let value = take(key) else { return fallback }
    switch value {
    case .integer(let number) where range.contains(Double(number)): return Double(number)
    case .double(let number) where range.contains(number): return number
    default:
      complain(key, "expected a number in \(range.lowerBound)…\(range.upperBound)", value)
      return fallback
    }
  }

  /// `true` or `false`.
  public mutating func bool(_ key: String, default fallback: Bool) -> Bool {
    guard let value = take(key) else { return fallback }
    if case .bool(let flag) = value { return flag }
    complain(key, "expected true or false", value)
    return fallback
  }

  /// A text of at most `limit` characters.
  public mutating func string(_ key: String, default fallback: String, limit: Int = 1000) -> String {
    guard let value = take(key) else { return fallback }
    if case .string(let text) = value, text.count <= limit { return text }
    complain(key, "expected a text of at most \(limit) characters", value)
    return fallback
  }

  /// One of the words of an enumeration.
  public mutating func choice<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ key: String, default fallback: Choice
  ) -> Choice where Choice.RawValue == String {
    guard let value = take(key) else { return fallback }
    if case .string(let word) = value, let choice = Choice(rawValue: word) { return choice }
    let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    complain(key, "expected one of \(words)", value)
    return fallback
  }

  /// A time of day, `"20:30"`.
  public mutating func time(_ key: String, default fallback: LocalTime) -> LocalTime {
    guard let value = take(key) else { return fallback }
    if case .string(let text) = value, let time = LocalTime(text) { return time }
    complain(key, "expected a time of day as \"HH:MM\", in quotes", value)
    return fallback
  }

  /// A list of integers.
  public mutating func integers(_ key: String, default fallback: [Int] = []) -> [Int] {
    guard let value = take(key) else { return fallback }
    if case .list(let items) = value {
      let numbers = items.compactMap { if case .integer(let number) = $0 { number } else { nil as Int? } }
      if numbers.count == items.count { return numbers }
    }
    complain(key, "expected a list of integers", value)
    return fallback
  }

  /// A list of texts.
  public mutating func strings(_ key: String, default fallback: [String] = []) -> [String] {
    guard let value = take(key) else { return fallback }
    if case .list(let items) = value {
      let texts = items.compactMap { if case .string(let text) = $0 { text } else { nil as String? } }
      if texts.count == items.count { return texts }
    }
    complain(key, "expected a list of texts", value)
    return fallback
  }

  /// A nested section; absent is empty.
  public mutating func section(_ key: String, _ read: (inout ConfigSection) -> Void) {
    var values: [String: ConfigValue] = [:]
    switch take(key) {
    case nil: break
    case .section(let found): values = found
    case .some(let other): complain(key, "expected a section", other)
    }
    var nested = ConfigSection(path: path.isEmpty ? key : "\(path).\(key)", values: values)
    read(&nested)
    problems += nested.finish()
    nestedKeys.formUnion(nested.knownPaths)
  }

  /// States a problem of the plugin's own: two settings that do not go together.
  public mutating func reject(_ key: String, _ reason: String) { problems.append("\(full(key)): \(reason)") }

  /// All problems, unknown keys included, each with the nearest known name.
  package func finish() -> [String] {
    let unknown = values.keys.filter { !known.contains($0) }.sorted()
    return problems
      + unknown.map { key in
        let hint = Nearest.name(to: key, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
        return "\(full(key)): unknown key\(hint)"
      }
  }

  /// The full path of every key that was read so far, nested ones included.
  package var knownPaths: Set<String> { nestedKeys.union(known.map { full($0) }) }

  /// Whether the file has the key.
  package func has(_ key: String) -> Bool { values[key] != nil }

  package mutating func take(_ key: String) -> ConfigValue? {
    known.insert(key)
    guard let value = values[key], value != .null else { return nil }
    return value
  }

  private mutating func complain(_ key: String, _ expected: String, _ found: ConfigValue) {
    problems.append("\(full(key)): \(expected), got \(found.summary)")
  }

  private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

/// Finds what somebody probably meant.
package enum Nearest {
  /// The known name closest to a misspelt one, if it is close enough to be worth saying.
  package static func name(to word: String, among known: some Collection<String>) -> String? {
    let best = known.map { (name: $0, distance: distance(word, $0)) }.min {
      ($0.distance, $0.name) < ($1.distance, $1.name)
    }
    guard let best, best.distance <= max(2, word.count / 3) else { return nil }
    return best.name
  }

  /// Levenshtein's distance.
  private static func distance(_ left: String, _ right: String) -> Int {
    let target = Array(right)
    var row = Array(0...target.count)
    for (i, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in target.enumerated() {
        let cost = min(row[j + 1] + 1, row[j] + 1, diagonal + (character == other ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[target.count]
  }
}
