import Contracts
public import PluginAPI

/// The settings of `plugins.goals`.
public struct GoalsConfiguration: PluginConfiguration {
  /// Minutes in which a log entry can be taken back.
  public let undoMinutes: Int
  /// Days for which a deleted goal can be brought back.
  public let archiveDays: Int

  /// Whether the coach answers free texts with a language model, where there is one.
  public let coach: Bool
  /// Whether a language model that sees looks at photos of check-ins.
  public let photos: Bool
  /// Where somebody in a crisis finds people; see SAFETY.md.
  let helpLines: HelpLines

  public init(from section: inout ConfigSection) {
    undoMinutes = section.int("undo_minutes", default: 10, in: 1...1440)
    archiveDays = section.int("archive_days", default: 30, in: 1...365)
    coach = section.bool("coach", default: true)
    photos = section.bool("photos", default: true)
    let file = section.string("help_lines", default: "")
    var lines = HelpLines.standard
    if !file.isEmpty {
      do throws(HelpLinesError) {
        lines = try HelpLines(file: file)
      } catch {
        section.reject("help_lines", error.description)
      }
    }
    helpLines = lines
  }
}
