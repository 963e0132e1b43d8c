public import PluginAPI

/// The settings of `plugins.goals`.
public struct GoalsConfiguration: PluginConfiguration {
  /// Minutes in which a log entry can be taken back.
  public let undoMinutes: Int
  /// Days for which a deleted goal can be brought back.
  public let archiveDays: Int

  public init(from section: inout ConfigSection) {
    undoMinutes = section.int("undo_minutes", default: 10, in: 1...1440)
    archiveDays = section.int("archive_days", default: 30, in: 1...365)
  }
}
