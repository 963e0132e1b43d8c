/// What all views of one turn share. Owned by the task that runs the turn.
package final class TurnState {
  package let person: Person
  package let place: Place
  package let now: Instant
  package let environment: TurnEnvironment
  package let occurrence: ScheduledOccurrence?
  package let pressed: MessageRef?
  package let defaultPriority: SendOptions.Priority
  package let dialog: OpenDialog?

  package var decision = Decision()
  package var generator: SeededGenerator
  package var written: Set<String> = []
  package var passed = false
  /// A mistake found where it could not be thrown; ends the turn when the handler returns.
  package var failure: (any Error)?

  package init(
    person: Person, place: Place, now: Instant, seed: UInt64, environment: TurnEnvironment,
    occurrence: ScheduledOccurrence? = nil, pressed: MessageRef? = nil,
    defaultPriority: SendOptions.Priority = .reply, dialog: OpenDialog? = nil
  ) {
    self.person = person
    self.place = place
    self.now = now
    self.environment = environment
    self.occurrence = occurrence
    self.pressed = pressed
    self.defaultPriority = defaultPriority
    self.dialog = dialog
    generator = SeededGenerator(seed: seed)
  }

  package func newID() -> RowID {
    RowID(
      milliseconds: now.microseconds / 1000, randomA: generator.next(), randomB: generator.next())
  }
}

/// The dialog that was open when the turn began.
package struct OpenDialog: Sendable {
  package var name: String
  package var version: Int
  package var revision: Int64
  package var state: String
  package var card: MessageRef?
  /// A dialog that wants to begin and waits for the person's yes.
  package var waiting: String?
  package var expires: Instant

  package init(
    name: String, version: Int, revision: Int64, state: String, card: MessageRef?, waiting: String?, expires: Instant
  ) {
    self.name = name
    self.version = version
    self.revision = revision
    self.state = state
    self.card = card
    self.waiting = waiting
    self.expires = expires
  }
}

/// What the host lends to a turn.
package struct TurnEnvironment: Sendable {
  package var reading: any DatabaseReading & Sendable
  package var wallClock: @Sendable () -> Instant
  package var text: @Sendable (PluginID, String, [String: Argument], Reader) -> Text
  package var forbidsReadingOwnWrites: Bool

  package init(
    reading: any DatabaseReading & Sendable, wallClock: @escaping @Sendable () -> Instant,
    text: @escaping @Sendable (PluginID, String, [String: Argument], Reader) -> Text, forbidsReadingOwnWrites: Bool
  ) {
    self.reading = reading
    self.wallClock = wallClock
    self.text = text
    self.forbidsReadingOwnWrites = forbidsReadingOwnWrites
  }
}

/// SplitMix64: small, fast and good enough where nothing depends on secrecy.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64
  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
