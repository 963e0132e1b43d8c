/// The handling of one item of a lane: read, decide, and the host commits.
///
/// A handler changes nothing. What it decides is put on the turn, and when it returns, the host makes all of it true in one
/// transaction, together with "this item is done". If the process dies before, nothing has happened and the item is
/// handled again, on the same ``now`` and with the same ids. Messages leave only after the commit.
///
/// One task owns a turn and nothing in it survives the handler. **A read never sees writes of its own turn.**
public final class Turn: DatabaseReading {
  /// Who it is about, as of the start of the turn. Nobody (id 0) in the lane of a plugin.
  public let person: Person
  /// The chat the update came from; the private chat for jobs of a person.
  public let place: Place
  /// When the update was received or the job was due (when it was taken up, if it is over a minute late): equal in
  /// every attempt. Decide by this.
  public var now: Instant { state.now }
  /// The clock on the wall, for display and for measuring lateness only: differs between attempts.
  public var wallClock: Instant { state.environment.wallClock() }
  /// The occurrence a scheduled job stands for.
  public var occurrence: ScheduledOccurrence? { state.occurrence }
  /// The message whose button was pressed.
  public var pressed: MessageRef? { state.pressed }

  package let state: TurnState
  package let plugin: PluginID

  package init(state: TurnState, plugin: PluginID) {
    self.state = state
    self.plugin = plugin
    person = state.person
    place = state.place
  }

  private init(state: TurnState, plugin: PluginID, person: Person) {
    self.state = state
    self.plugin = plugin
    self.person = person
    place = state.place
  }

  /// The same turn, with the person as this turn changes them: for what is shown anew after a change of language.
  package func asChanged() -> Turn {
    guard let person = state.decision.person else { return self }
    return Turn(state: state, plugin: plugin, person: person)
  }

  /// The same turn as another plugin sees it: its catalogue, its name on writes.
  package func scoped(to plugin: PluginID) -> Turn { Turn(state: state, plugin: plugin) }

  /// A new id, equal in every attempt of this turn.
  public func newID() -> RowID { state.newID() }

  /// A random number in the range, equal in every attempt of this turn.
  public func random(in range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &state.generator) }

  // MARK: Reading

  public func rows(_ sql: SQL) async throws -> [Row] {
    let own = state.written.intersection(sql.tables)
    guard own.isEmpty || !state.environment.forbidsReadingOwnWrites else {
      throw TurnError(
        "The turn reads \(own.sorted().joined(separator: ", ")) after it decided to write there; "
          + "a read never sees writes of its own turn. Read first, or compute from what you wrote.")
    }
    return try await state.environment.reading.rows(sql)
  }

  // MARK: Writing

  /// Decides a change, true after the commit. Only rows of this turn's person; for somebody else enqueue a job.
  ///
  /// - Parameter expecting: how many rows must be touched. Another count voids the turn, which then runs again on fresh
  ///   reads, a few times.
  public func write(_ sql: SQL, expecting: RowCount = .any) {
    state.written.formUnion(sql.tables)
    state.decision.writes.append(Decision.Write(plugin: plugin, sql: sql, expecting: expecting))
  }

  /// States a fact for all plugins that subscribe to it.
  public func publish<Event: DomainEvent>(_ event: Event) {
    state.decision.events.append(Decision.Published(plugin: plugin, event: EncodedEvent(event)))
  }

  /// Changes what the host knows of the person: language, zone, form of address, name, start of day.
  ///
  /// A new zone moves the person's schedules; a new language shows the open dialog and the command menu anew.
  public func changePerson(_ change: (inout Person) -> Void) {
    var person = state.decision.person ?? self.person
    change(&person)
    state.decision.person = person
  }

  /// Decides that everything the host and all plugins hold of this person is erased with the commit; what the law keeps
  /// loses its link to the person. Nothing else this turn wrote for them survives.
  public func erasePerson() { state.decision.erasesPerson = true }

  /// Leaves the message to the next handler; what was decided so far is dropped.
  public func pass() { state.passed = true }

  // MARK: Texts

  /// A text of this plugin's catalogue, in the person's language and form of address.
  public func text(_ key: String, _ arguments: [String: Argument] = [:]) -> Text {
    state.environment.text(plugin, key, arguments, reader)
  }

  /// The same without formatting, for buttons.
  public func string(_ key: String, _ arguments: [String: Argument] = [:]) -> String {
    text(key, arguments).string
  }

  /// How texts are written in this turn; follows ``changePerson(_:)``.
  public var reader: Reader { (state.decision.person ?? person).reader }
}

/// How many rows a write must touch.
public enum RowCount: Sendable, Hashable {
  case any
  case exactly(Int)
  case atLeast(Int)

  package func allows(_ count: Int) -> Bool {
    switch self {
    case .any: true
    case .exactly(let wanted): count == wanted
    case .atLeast(let least): count >= least
    }
  }
}

/// A mistake in a plugin's use of the turn.
public struct TurnError: Error, CustomStringConvertible {
  public let description: String
  package init(_ description: String) { self.description = description }
}

/// Which occurrence of a schedule a job stands for. Its identity is the schedule and the local date and time.
public struct ScheduledOccurrence: Sendable, Hashable {
  public let local: LocalDateTime
  public let due: Instant
  /// Older occurrences that were missed and will not come.
  public let missed: Int
  package init(local: LocalDateTime, due: Instant, missed: Int) {
    self.local = local
    self.due = due
    self.missed = missed
  }
}
