import CPostgres
import Glibc

/// One connection, driven by the client's thread alone.
final class Connection {
  private let raw: RawConnection
  private let configuration: PostgresConfiguration
  /// Oldest first; the first is being answered.
  private(set) var exchanges: [Exchange] = []
  /// How many of the exchanges have been handed to libpq as a whole.
  private var sent = 0
  private var statements = PreparedStatements()
  private var parameters = ParameterBuffer()
  private var lastNumber: UInt64 = 0
  /// The socket takes no more; send on when it does.
  private(set) var wantsToWrite = false
  private(set) var idleSince: ContinuousClock.Instant
  /// No new batches; to be closed when the last has ended.
  private(set) var isRetiring = false
  private(set) var ended = 0
  private(set) var repeated = 0

  private static let bytesBetweenFlushes = 64 << 10

  private var pointer: OpaquePointer { raw.pointer }

  init(_ raw: RawConnection, _ configuration: PostgresConfiguration, now: ContinuousClock.Instant) {
    self.raw = raw
    self.configuration = configuration
    idleSince = now
  }

  var isIdle: Bool { exchanges.isEmpty }
  var descriptor: Int32 { PQsocket(pointer) }
  var load: Int { exchanges.count }

  // MARK: Ends

  func close() {
    PQfinish(pointer)
  }

  /// Ends all batches with what is known of them.
  func fail(_ reason: (Exchange) -> PostgresError.Reason) {
    ended += exchanges.count
    for exchange in exchanges { exchange.batch.end(.failure(exchange.outcome(reason(exchange)))) }
    exchanges = []
  }

  /// As ``fail(_:)``, and has the server stop.
  func abandon(_ reason: (Exchange) -> PostgresError.Reason) {
    fail(reason)
    Abandonment.start(raw)
  }

  /// libpq's word on a lost connection.
  var lossDescription: String {
    let message = PQerrorMessage(pointer).map { String(cString: $0) } ?? ""
    return message.split(separator: "\n").first.map { "the connection was lost: \($0)" } ?? "the connection was lost"
  }

  // MARK: Sending

  /// Whether the other side is still there, as far as this side can know without asking.
  func isAlive() -> Bool {
    var byte: UInt8 = 0
    while true {
      let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
      if count == 0 { return false }
      if count < 0 { return errno == EAGAIN || errno == EINTR }
      // A notice, a changed parameter, or the word that the server is going.
      guard PQconsumeInput(pointer) == 1 else { return false }
      _ = PQisBusy(pointer)
    }
  }

  /// Puts a batch on its way; false if the connection is lost.
  func start(_ batch: Batch) -> Bool {
    enqueue(batch, usesNames: !batch.isScript && !configuration.isBehindPgBouncer)
    return send()
  }

  private func enqueue(_ batch: Batch, usesNames: Bool) {
    lastNumber += 1
    exchanges.append(Exchange(batch, usesNames: usesNames, number: lastNumber))
  }

  /// Hands over as much as the socket takes. Everything at once could end in both sides waiting to write.
  func send() -> Bool {
    wantsToWrite = false
    var unflushed = 0
    while sent < exchanges.count {
      let exchange = exchanges[sent]
      while !exchange.isSyncSent {
        if exchange.failure != nil || exchange.nextStatement == exchange.batch.statements.count {
          guard PQpipelineSync(pointer) == 1 else { return false }
          exchange.isSyncSent = true
        } else {
          guard sendStatement(of: exchange) else { return false }
          unflushed += parameters.byteCount + 256
          if unflushed > Self.bytesBetweenFlushes {
            guard flush() else { return false }
            if wantsToWrite { return true }
            unflushed = 0
          }
        }
      }
      sent += 1
    }
    return flush()
  }

  private func flush() -> Bool {
    let left = PQflush(pointer)
    wantsToWrite = left == 1
    return left >= 0
  }

  private func sendStatement(of exchange: Exchange) -> Bool {
    let place = exchange.nextStatement
    let statement = exchange.batch.statements[place]
    parameters.encode(statement.values)
    guard exchange.usesNames, let prepared = prepare(statement, place, exchange) else {
      guard sendUnnamed(statement) else { return false }
      exchange.commands.append(Exchange.Command(kind: .execute, statement: place))
      exchange.nextStatement += 1
      return true
    }
    prepared.lastUse = exchange.number
    let (count, lengths, formats) = (parameters.count, parameters.lengths, parameters.formats)
    let isSent = parameters.withPointers { values in
      PQsendQueryPrepared(pointer, prepared.cName, count, values, lengths, formats, 0)
    }
    exchange.commands.append(Exchange.Command(kind: .execute, statement: place, prepared: prepared))
    exchange.nextStatement += 1
    return isSent == 1
  }

  private func sendUnnamed(_ statement: PostgresStatement) -> Bool {
    let (count, types, lengths, formats) = (parameters.count, parameters.types, parameters.lengths, parameters.formats)
    return parameters.withPointers { values in
      PQsendQueryParams(pointer, statement.text, count, types, values, lengths, formats, 0)
    } == 1
  }

  /// The statement's preparation, sent now if it is new; nil if there is no room for it or it cannot be sent.
  private func prepare(_ statement: PostgresStatement, _ place: Int, _ exchange: Exchange) -> PreparedStatement? {
    if let known = statements.find(statement) { return known }
    if statements.count >= configuration.maximumPreparedStatements {
      guard let old = statements.leastRecentlyUsed(before: exchange.number) else { return nil }
      guard PQsendQueryParams(pointer, "DEALLOCATE \(old.name)", 0, nil, nil, nil, nil, 0) == 1 else { return nil }
      exchange.commands.append(Exchange.Command(kind: .deallocate, statement: place, prepared: old))
      statements.remove(old)
    }
    let types = parameters.types
    let new = statements.add(statement.text, types, lastUse: exchange.number)
    guard PQsendPrepare(pointer, new.cName, statement.text, Int32(types.count), types) == 1 else { return nil }
    exchange.commands.append(Exchange.Command(kind: .prepare, statement: place, prepared: new))
    return new
  }

  // MARK: Receiving

  /// Takes in what has come and ends the batches that are answered; false if the connection is lost.
  func receive(now: ContinuousClock.Instant) -> Bool {
    var isOpen = true
    repeat {
      // What came before the end of the connection is still answered.
      isOpen = PQconsumeInput(pointer) == 1
      guard takeAnswers(now) else { return false }
    } while isOpen && cpostgres_pending_bytes(pointer) > 0
    if isOpen, sent < exchanges.count || wantsToWrite { return send() }
    return isOpen
  }

  private func takeAnswers(_ now: ContinuousClock.Instant) -> Bool {
    while true {
      if let exchange = exchanges.first, !exchange.hasAnswer, exchange.currentCommand?.kind == .execute {
        // Row by row, so that an endless result is not piled up in memory.
        PQsetSingleRowMode(pointer)
      }
      if PQisBusy(pointer) != 0 { return true }
      guard let exchange = exchanges.first else { return true }
      guard let result = PQgetResult(pointer) else {
        guard exchange.hasAnswer else { return true }
        exchange.advance()
        continue
      }
      defer { PQclear(result) }
      guard take(result, of: exchange, now) else { return false }
    }
  }

  private func take(_ result: OpaquePointer, of exchange: Exchange, _ now: ContinuousClock.Instant) -> Bool {
    switch PQresultStatus(result) {
    case PGRES_SINGLE_TUPLE:
      exchange.append(rowsOf: result, configuration)
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      exchange.hasAnswer = true
      if exchange.currentCommand?.kind == .execute { exchange.completeStatement(result, configuration) }
    case PGRES_PIPELINE_ABORTED:
      exchange.hasAnswer = true
      undo(exchange.currentCommand)
    case PGRES_FATAL_ERROR:
      guard let sqlState = cpostgres_sqlstate(result).map({ String(cString: $0) }) else { return false }
      // A server that goes while it commits may have committed.
      if cpostgres_is_fatal(result) != 0, exchange.awaitsCommit { return false }
      undo(exchange.currentCommand)
      exchange.fail(result, sqlState: sqlState)
      exchange.hasAnswer = true
      if ["57P01", "57P02", "57P03", "25006"].contains(sqlState) { isRetiring = true }
    case PGRES_PIPELINE_SYNC:
      exchanges.removeFirst()
      sent -= 1
      finish(exchange, now)
    default:
      // COPY, which a pipeline cannot carry.
      return false
    }
    return true
  }

  /// Sets right what was assumed of prepared statements when the command was sent.
  private func undo(_ command: Exchange.Command?) {
    guard let command, let prepared = command.prepared else { return }
    switch command.kind {
    case .prepare: statements.remove(prepared)
    case .deallocate: statements.insert(prepared)
    case .execute: break
    }
  }

  private func finish(_ exchange: Exchange, _ now: ContinuousClock.Instant) {
    idleSince = now
    if let failure = exchange.failure, exchange.usesNames, now < exchange.batch.deadline,
      ["26000", "42P05", "0A000"].contains(failure.sqlState)
    {
      // The server process does not know what it should, or a schema has changed below a plan. Nothing was committed.
      repeated += 1
      isRetiring = true
      return enqueue(exchange.batch, usesNames: false)
    }
    ended += 1
    guard PQtransactionStatus(pointer) == PQTRANS_IDLE || !exchanges.isEmpty else {
      isRetiring = true
      return exchange.batch.end(.failure(.notSent(.refused("the batch opened a transaction and left it open"))))
    }
    exchange.batch.end(exchange.outcome)
  }
}
