import Foundation

extension HelpLines {
  /// The list that ships with the bot.
  public static let standard: HelpLines =
    (try? HelpLines(json: PackageResources.help_lines_json))
    ?? HelpLines(directory: "https://findahelpline.com", byLanguage: [:], fallback: "", countries: [:])

  /// Reads a list; its form is that of `Data/help_lines.json`.
  /// - Throws: ``HelpLinesError`` with everything that is wrong.
  public init(json: [UInt8]) throws(HelpLinesError) {
    let read: HelpLines
    do {
      read = try JSONDecoder().decode(HelpLines.self, from: Data(json))
    } catch {
      throw HelpLinesError(problems: ["expected the form of help_lines.json: \(error)"])
    }
    let problems = read.problems
    guard problems.isEmpty else { throw HelpLinesError(problems: problems) }
    self = read
  }

  /// Reads the list of a file, at most a megabyte: for the configuration, before anything runs.
  /// - Throws: ``HelpLinesError``, also when there is no such file.
  public init(file path: String) throws(HelpLinesError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw HelpLinesError(problems: ["there is no file \"\(path)\" that can be read"])
    }
    guard data.count <= 1 << 20 else { throw HelpLinesError(problems: ["the file is larger than a megabyte"]) }
    try self.init(json: [UInt8](data))
  }
}

/// Why a list of help lines cannot be used.
public struct HelpLinesError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Everything that is wrong, a sentence each.
  public let problems: [String]

  /// All problems in one line.
  public var description: String { problems.joined(separator: "; ") }
}
