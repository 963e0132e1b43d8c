import CPostgres

extension PostgresError.ServerFailure {
  /// What an error result says, without the values that the statement bound.
  init(_ result: OpaquePointer, sqlState: String, statement: PostgresStatement?, statementIndex: Int?) {
    let message = cpostgres_primary_message(result).map { String(cString: $0) } ?? ""
    self.init(
      sqlState: sqlState, message: Self.withoutValues(message, sqlState, statement),
      constraint: cpostgres_constraint(result).map { String(cString: $0) },
      table: cpostgres_table(result).map { String(cString: $0) }, statementIndex: statementIndex)
  }

  /// Messages of class 22 (data exceptions) quote the value ("invalid input syntax for type integer: …"), and those of
  /// class P0 (`RAISE`) say whatever a function wants. Others may quote a value that was cast to a name.
  private static func withoutValues(_ message: String, _ sqlState: String, _ statement: PostgresStatement?) -> String {
    switch sqlState {
    case "22012": return "division by zero"
    case "22001": return "a value is too long for its column"
    case "22003": return "a number is out of range"
    case "22007", "22008": return "a date or time is not valid"
    case "22P02": return "a value does not read as its type"
    case "22021", "22P05": return "a text has a character that cannot be stored"
    default: break
    }
    if sqlState.hasPrefix("22") { return "data exception" }
    if sqlState.hasPrefix("P0") { return "a function raised an error" }
    // What these classes say holds names of the schema only.
    if ["08", "23", "40", "53", "55", "57"].contains(String(sqlState.prefix(2))) { return message }
    let quotesValue = statement?.values.contains { value in
      switch value {
      case .text(let text), .uuid(let text), .date(let text), .json(let text): quotes(message, text)
      case .array(.text(let texts)): texts.contains { quotes(message, $0) }
      case .null, .int, .double, .bool, .bytes, .array: false
      }
    }
    return quotesValue == true ? "the server's message quotes a value and is left out" : message
  }

  private static func quotes(_ message: String, _ text: String) -> Bool {
    text.utf8.count <= message.utf8.count
      && (message.contains("\"\(text)\"") || text.utf8.count > 3 && message.contains(text))
  }
}
