import Logging
import PluginAPI
import Synchronization

/// One call of a model, for the record: nothing of what was said.
struct ModelCallRecord: Sendable {
  var id: RowID
  var at: Instant
  var person: PersonID?
  var purpose: String
  var provider: String
  var model: String
  var promptVersion: String
  var promptTokens: Int?
  var cachedTokens: Int?
  var outputTokens: Int?
  var microCost: Int64 = 0
  var milliseconds: Int64 = 0
  /// 1…3, see ``ModelRung``; 0 for a moderation.
  var rung: Int
  var isRepair: Bool
  var outcome = ""
}

/// What a call may take of the day's allowances, taken before it is made.
struct ModelReservation: Sendable {
  var day: LocalDate
  var person: PersonID?
  var purpose: String
  var microCost: Int64
}

/// Keeps the day's allowances and the record of calls, in the database: several hosts share them, and a restart changes
/// nothing. What a process that died had reserved stays spent.
final class ModelLedger: Sendable {
  private let database: any DatabaseDriver
  private let limits: ModelLimits
  private let logger: Logger
  /// The day on which the deployment's allowance is spent.
  private let offOn = Mutex<LocalDate?>(nil)

  init(database: any DatabaseDriver, limits: ModelLimits, logger: Logger) {
    self.database = database
    self.limits = limits
    self.logger = logger
  }

  /// Whether the deployment has spent everything for today.
  func isOff(now: Instant) -> Bool { offOn.withLock { $0 == Zone.utc.date(at: now) } }

  /// Takes one call and its greatest cost from each allowance, or nothing.
  /// - Throws: `ModelError.spent`, or `StorageError`.
  func reserve(person: PersonID?, purpose: String, microCost: Int64, now: Instant) async throws -> ModelReservation {
    let day = Zone.utc.date(at: now)
    if isOff(now: now) { throw ModelError.spent(.deployment) }
    let reservation = ModelReservation(day: day, person: person, purpose: purpose, microCost: microCost)
    let scopes = scopes(reservation)
    for scope in scopes where scope.allowance.microCost ?? .max < microCost || scope.allowance.calls ?? .max < 1 {
      throw spent(scope.limit, day)
    }
    do {
      _ = try await database.transact(scopes.map { Statement(take($0, reservation), expecting: .exactly(1)) })
      return reservation
    } catch {
      guard case .expectation = error else { throw error }
      for scope in scopes where try await isSpent(scope, reservation) { throw spent(scope.limit, day) }
      // Somebody gave back in between: the next question finds room.
      throw ModelError.busy
    }
  }

  /// Puts the true cost in place of the reserved one, and records the call.
  /// - Parameter counts: whether the call counts; one that the provider did not take does not.
  func settle(_ reservation: ModelReservation, counts: Bool, _ record: ModelCallRecord) async {
    let difference = record.microCost - reservation.microCost
    let calls = counts ? 0 : -1
    var statements = scopes(reservation).map { scope in
      Statement(
        """
        UPDATE \(HostTables.modelBudget) SET calls = calls + \(calls), cost_micro = cost_micro + \(difference)
        WHERE scope = \(scope.limit.rawValue) AND name = \(scope.name) AND day = \(reservation.day)
        """)
    }
    statements.append(Statement(Self.insert(record)))
    await write(statements)
  }

  /// Records a call that takes nothing of an allowance.
  func note(_ record: ModelCallRecord) async { await write([Statement(Self.insert(record))]) }

  private func write(_ statements: [Statement]) async {
    do {
      _ = try await database.transact(statements)
    } catch {
      // What was reserved stays spent: too little is asked rather than too much.
      logger.warning("a call of the model not recorded", metadata: ["reason": "\(error)"])
    }
  }

  // MARK: Statements

  private struct Scope {
    var limit: ModelLimit
    var name: String
    var allowance: ModelLimits.Allowance
  }

  /// Always in this order, so that two transactions cannot lock each other.
  private func scopes(_ reservation: ModelReservation) -> [Scope] {
    var scopes: [Scope] = []
    if let person = reservation.person {
      scopes.append(Scope(limit: .person, name: person.description, allowance: limits.person))
    }
    scopes.append(Scope(limit: .purpose, name: reservation.purpose, allowance: limits.purpose))
    scopes.append(Scope(limit: .deployment, name: "", allowance: limits.deployment))
    return scopes
  }

  private func take(_ scope: Scope, _ reservation: ModelReservation) -> SQL {
    let table = HostTables.modelBudget
    let person = scope.limit == .person ? reservation.person : nil
    return """
      INSERT INTO \(table) (scope, name, day, person, calls, cost_micro)
      VALUES (\(scope.limit.rawValue), \(scope.name), \(reservation.day), \(person), 1, \(reservation.microCost))
      ON CONFLICT (scope, name, day) DO UPDATE
      SET calls = \(table).calls + 1, cost_micro = \(table).cost_micro + excluded.cost_micro
      WHERE \(table).calls < \(scope.allowance.calls ?? .max)
        AND \(table).cost_micro <= \((scope.allowance.microCost ?? .max) - reservation.microCost)
      """
  }

  private func isSpent(_ scope: Scope, _ reservation: ModelReservation) async throws -> Bool {
    let row = try await database.row(
      """
      SELECT calls, cost_micro FROM \(HostTables.modelBudget)
      WHERE scope = \(scope.limit.rawValue) AND name = \(scope.name) AND day = \(reservation.day)
      """)
    guard let row else { return false }
    return try row.get("calls", as: Int64.self) >= scope.allowance.calls ?? .max
      || row.get("cost_micro", as: Int64.self) > (scope.allowance.microCost ?? .max) - reservation.microCost
  }

  private func spent(_ limit: ModelLimit, _ day: LocalDate) -> ModelError {
    if limit == .deployment {
      let isFirst = offOn.withLock { offOn in
        defer { offOn = day }
        return offOn != day
      }
      if isFirst {
        logger.warning(
          "the model is off until tomorrow: what the deployment may spend in a day is spent (model.limits)",
          metadata: ["day": "\(day)"])
      }
    }
    return .spent(limit)
  }

  private static func insert(_ call: ModelCallRecord) -> SQL {
    """
    INSERT INTO \(HostTables.modelCall) (id, at, person, purpose, provider, model, prompt_version, tokens_in,
      tokens_cached, tokens_out, cost_micro, latency_ms, rung, repaired, outcome)
    VALUES (\(call.id), \(call.at), \(call.person), \(call.purpose), \(call.provider), \(call.model),
      \(call.promptVersion), \(call.promptTokens), \(call.cachedTokens), \(call.outputTokens), \(call.microCost),
      \(call.milliseconds), \(call.rung), \(call.isRepair), \(call.outcome))
    """
  }
}
