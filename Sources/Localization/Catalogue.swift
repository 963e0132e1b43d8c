/// The texts of one plugin in every language, parsed when the plugin is made.
///
/// A file is JSON, `{"goal.saved": "Saved: <b>{title}</b>"}` or nested, `{"goal": {"saved": …}}`, which is the same. The
/// patterns are described at `MessageFormat`.
///
/// ```swift
/// let texts = try Catalogue(plugin: "goals", files: [.english: PackageResources.en_json, .russian: …ru_json])
/// texts.text("goal.saved", ["title": "\(goal.title)"], for: reader)
/// ```
public struct Catalogue: Sendable {
  /// The plugin's id.
  public let plugin: String
  let patterns: [Language: [String: MessageFormat]]

  /// Reads the files of a plugin: for each language the bytes of its JSON file. If anything is wrong, everything that is
  /// wrong is in the error: bad JSON, keys that occur twice, patterns that do not parse.
  public init(plugin: String, files: [Language: [UInt8]]) throws(CatalogueError) {
    var patterns: [Language: [String: MessageFormat]] = [:]
    var problems: [String] = []
    for (language, bytes) in files.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let file = "\(language.rawValue).json"
      var parsed: [String: MessageFormat] = [:]
      do {
        for (key, pattern) in try CatalogueFile.read(bytes) {
          do throws(MessageFormatError) {
            let format = try MessageFormat(pattern)
            if parsed.updateValue(format, forKey: key) != nil {
              problems.append("\(file): the key \"\(key)\" occurs more than once")
            }
          } catch {
            problems.append("\(file): \"\(key)\": \(error)")
          }
        }
      } catch {
        problems.append("\(file): \(error)")
      }
      patterns[language] = parsed
    }
    guard problems.isEmpty else { throw CatalogueError(plugin: plugin, problems: problems) }
    self.plugin = plugin
    self.patterns = patterns
  }

  /// The text of a key for a reader: in their language, else in English, else the key itself. An argument that is
  /// missing shows as `{name}`; `verify()` in a test finds such faults before people do.
  public func text(_ key: String, _ arguments: [String: Argument] = [:], for reader: Reader) -> Text {
    if let format = patterns[reader.language]?[key] { return format.text(arguments, for: reader) }
    guard let format = patterns[.english]?[key] else { return Text(key) }
    var english = reader
    english.language = .english
    return format.text(arguments, for: english)
  }

  /// `text` without its entities: for buttons, commands, toasts and all else that Telegram shows plain.
  public func string(_ key: String, _ arguments: [String: Argument] = [:], for reader: Reader) -> String {
    text(key, arguments, for: reader).string
  }

  /// Whether any language has a text for `key`.
  public func contains(_ key: String) -> Bool {
    patterns.values.contains { $0[key] != nil }
  }

  /// All keys of all languages, sorted.
  public var keys: [String] {
    Set(patterns.values.flatMap(\.keys)).sorted()
  }

  /// The names of the arguments that the text of `key` wants in any language, sorted; without `address` and `gender`,
  /// which are always there.
  public func arguments(of key: String) -> [String] {
    patterns.values.reduce(into: Set()) { names, texts in names.formUnion(texts[key]?.arguments ?? []) }.sorted()
  }
}

/// Why the texts of a plugin cannot be used.
public struct CatalogueError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The plugin's id.
  public let plugin: String
  /// Everything that is wrong, a sentence each, beginning with the file.
  public let problems: [String]

  /// All problems, one a line.
  public var description: String {
    "The texts of the plugin \"\(plugin)\" cannot be read:\n" + problems.map { "- \($0)" }.joined(separator: "\n")
  }
}
