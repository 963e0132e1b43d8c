import CivilTime
import Foundation
import Host
import Logging
import TelegramBotAPI

/// One JSON object a line on standard error, for machines that collect logs.
struct JSONLogHandler: LogHandler {
  var logLevel: Logger.Level = .info
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var fields: [String: JSONValue] = [
      "at": .string(SystemClock().now.description), "level": .string(event.level.rawValue),
      "message": .string("\(event.message)"),
    ]
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
      fields[key] = .string("\(value)")
    }
    FileHandle.standardError.write(Data(JSONValue.object(fields).jsonBytes() + [0x0A]))
  }
}
