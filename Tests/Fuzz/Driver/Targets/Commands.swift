import CivilTime
import PluginAPI

@testable import Host

/// Commands and deep links, and what people type for times and dates.
func fuzzCommands(_ input: [UInt8]) {
  let text = String(decoding: input, as: UTF8.self)
  if let command = CommandText(text) {
    demand((1...32).contains(command.name.utf8.count), "a name of \(command.name.utf8.count) bytes")
    demand(!command.name.contains(where: \.isWhitespace) && !command.name.contains("@"), "a name with more in it")
    let arguments = command.arguments
    demand(arguments.first?.isWhitespace != true && arguments.last?.isWhitespace != true, "arguments with space around")
    // A deep link is a payload in base64url.
    if command.name == "start", let payload = Base64URL.decode(arguments) {
      demand(Base64URL.encode(payload) == arguments, "two links for one payload")
    }
  } else {
    demand(!text.hasPrefix("/start "), "/start was not understood")
  }
  roundTrip(LocalTime.self, text)
  roundTrip(LocalDate.self, text)
  roundTrip(LocalDateTime.self, text)
  if let id = RowID(text) { demand(RowID(id.description) == id, "another id after a round trip") }
  if let time = LocalTime(typed: text) { demand(LocalTime(typed: time.description) == time, "another time when typed") }
}

func roundTrip<Value: LosslessStringConvertible & Equatable>(_ type: Value.Type, _ text: String) {
  guard let value = Value(text) else { return }
  demand(Value(value.description) == value, "\(type) is another after a round trip: \(text)")
}
