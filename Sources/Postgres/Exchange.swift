import CPostgres

/// A batch on its way through a connection: what has been sent, what has been answered.
final class Exchange {
  /// One command of the pipeline; each is answered in turn.
  struct Command {
    enum Kind { case execute, prepare, deallocate }
    var kind: Kind
    /// The place of the statement it serves.
    var statement: Int
    var prepared: PreparedStatement?
  }

  let batch: Batch
  /// Whether statements are prepared under names.
  let usesNames: Bool
  let number: UInt64

  var commands: [Command] = []
  var nextStatement = 0
  /// The end of the pipeline is in libpq's hands; before, the server can commit nothing.
  var isSyncSent = false

  var answered = 0
  /// The current command has answered; what is missing is the sign that it has nothing more to say.
  var hasAnswer = false
  var failure: PostgresError.ServerFailure?
  private var results: [PostgresResult] = []
  private var current = PostgresResult()
  private var byteCount = 0
  private var excess: String?

  init(_ batch: Batch, usesNames: Bool, number: UInt64) {
    self.batch = batch
    self.usesNames = usesNames
    self.number = number
    results.reserveCapacity(batch.statements.count)
  }

  var currentCommand: Command? {
    answered < commands.count ? commands[answered] : nil
  }

  /// All statements have been carried out and the commit has been asked for.
  var awaitsCommit: Bool { isSyncSent && answered == commands.count }

  func advance() {
    if answered < commands.count { answered += 1 }
    hasAnswer = false
  }

  func append(rowsOf result: OpaquePointer, _ configuration: PostgresConfiguration) {
    if current.columns.isEmpty { current.takeColumns(of: result) }
    for row in 0..<PQntuples(result) where excess == nil {
      byteCount += current.append(row, of: result)
      if current.rowCount > configuration.maximumRows {
        exceed("statement \(place(of: answered)) returned more than \(configuration.maximumRows) rows")
      } else if byteCount > configuration.maximumResultBytes {
        exceed("the results have more than \(configuration.maximumResultBytes) bytes")
      }
    }
  }

  func completeStatement(_ result: OpaquePointer, _ configuration: PostgresConfiguration) {
    append(rowsOf: result, configuration)
    if let text = PQcmdTuples(result) { current.affected = Int(String(cString: text)) ?? 0 }
    results.append(current)
    current = PostgresResult()
  }

  /// The place of the command's statement in the caller's batch.
  private func place(of command: Int) -> Int {
    (command < commands.count ? commands[command].statement : 0) - batch.hiddenStatements
  }

  func fail(_ result: OpaquePointer, sqlState: String) {
    guard failure == nil else { return }
    let statement = currentCommand.map { batch.statements[$0.statement] }
    failure = PostgresError.ServerFailure(
      result, sqlState: sqlState, statement: statement,
      statementIndex: currentCommand == nil ? nil : max(0, place(of: answered)))
  }

  private func exceed(_ text: String) {
    excess = text
    results = []
    current = PostgresResult()
  }

  /// What the batch has come to, once the pipeline's end has been answered.
  var outcome: Batch.Outcome {
    if let failure { return .failure(.server(failure)) }
    if let excess { return .failure(.limit(excess)) }
    return .success(batch.hiddenStatements > 0 ? Array(results.dropFirst(batch.hiddenStatements)) : results)
  }

  /// What the batch has come to if nothing more will be heard.
  func outcome(_ reason: PostgresError.Reason) -> PostgresError {
    if let failure { return .server(failure) }
    return isSyncSent ? .unknown(reason) : .notSent(reason)
  }
}

extension PostgresResult {
  fileprivate mutating func takeColumns(of result: OpaquePointer) {
    let count = PQnfields(result)
    guard count > 0 else { return }
    columns.reserveCapacity(Int(count))
    for column in 0..<count {
      let name = PQfname(result, column).map { String(cString: $0) } ?? ""
      columns.append(PostgresColumn(name: name, typeOID: PQftype(result, column)))
    }
  }

  /// Appends a row and returns how many bytes it takes.
  fileprivate mutating func append(_ row: Int32, of result: OpaquePointer) -> Int {
    let before = bytes.count
    for column in 0..<Int32(columns.count) {
      let start = UInt32(truncatingIfNeeded: bytes.count)
      if PQgetisnull(result, row, column) != 0 {
        cells.append(Cell(start: start, length: -1))
        continue
      }
      let length = PQgetlength(result, row, column)
      cells.append(Cell(start: start, length: length))
      if length > 0, let value = PQgetvalue(result, row, column) {
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: value, count: Int(length)))
      }
    }
    rowCount += 1
    return bytes.count - before + columns.count * MemoryLayout<Cell>.size
  }
}
