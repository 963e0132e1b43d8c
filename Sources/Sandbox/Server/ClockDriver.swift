import CivilTime

/// Moves the virtual clock step by step, so that everything due on the way happens at its own time.
actor ClockDriver {
  private let clock: any SandboxClock
  private let emulator: Emulator
  private var isMoving = false

  init(_ clock: any SandboxClock, emulator: Emulator) {
    self.clock = clock
    self.emulator = emulator
  }

  /// A move that cannot be made, in words for the person at the page.
  struct Refusal: Error {
    var text: String
  }

  nonisolated var now: Instant { clock.now }

  /// What happens next: at the host, or in the emulator by itself.
  func nextDue() async -> Instant? {
    let dues = [await clock.nextDue(), await emulator.nextDeadline]
    return dues.compactMap { $0 }.min()
  }

  /// Tells the page the time while nobody moves it: whenever the minute or what comes next has changed.
  func follow() async {
    var told: (minute: Int, due: Instant?)?
    while !Task.isCancelled {
      let due = await nextDue()
      let minute = clock.now.milliseconds / 60_000
      if !isMoving, told?.minute != minute || told?.due != due {
        told = (minute, due)
        await emulator.publish(.clock(now: clock.now.milliseconds, nextDue: due?.milliseconds, running: false))
      }
      try? await Task.sleep(for: .milliseconds(500))
    }
  }

  func moveToNext() async throws(Refusal) {
    guard let due = await nextDue() else { throw Refusal(text: "Nothing is scheduled.") }
    try await move(to: max(due, clock.now))
  }

  func move(to target: Instant) async throws(Refusal) {
    guard !isMoving else { throw Refusal(text: "The clock is already being moved.") }
    guard target >= clock.now else { throw Refusal(text: "The clock cannot go back.") }
    guard target - clock.now <= .days(800) else { throw Refusal(text: "At most 800 days at a time.") }
    isMoving = true
    defer { isMoving = false }
    var stepsWithoutProgress = 0
    while !Task.isCancelled {
      let before = clock.now
      let due = await nextDue()
      let next = min(max(due ?? target, before), target)
      await clock.advance(to: next)
      await emulator.tick()
      // Work that stays due forever must not stop the clock.
      stepsWithoutProgress = clock.now > before ? 0 : stepsWithoutProgress + 1
      let isStuck = stepsWithoutProgress > 1000
      if isStuck { await clock.advance(to: target) }
      let rest = await nextDue()
      let isDone = clock.now >= target && (isStuck || (rest.map { $0 > target } ?? true))
      await emulator.publish(
        .clock(now: clock.now.milliseconds, nextDue: rest?.milliseconds, running: !isDone))
      if isDone { return }
    }
  }
}
