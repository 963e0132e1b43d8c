public import CivilTime
public import TelegramBotAPI

/// A Telegram in the process: one bot, any number of people and groups, no network and no time of its own.
///
/// The bot's side is `call` and the updates; the people's side are the functions named after what people do. Everything
/// the emulator makes up (ids, charges, dice) follows from the configuration's seed and the order of actions.
public actor Emulator {
  var world: World
  let clock: @Sendable () -> Instant
  private var sink: (@Sendable ([UInt8]) async -> Bool)?
  private var isDelivering = false
  private var isPaused = false
  var duplicates = 0
  private var observers: [Int: AsyncStream<SandboxEvent>.Continuation] = [:]
  private var nextObserver = 0
  private var pressWaiters: [String: AsyncStream<PressAnswer>.Continuation] = [:]
  private var paymentWaiters: [String: AsyncStream<PaymentOutcome>.Continuation] = [:]
  private var poller: AsyncStream<PollSignal>.Continuation?
  /// When the sink is tried again after it refused.
  private var retryAt: Instant?

  /// Creates an empty Telegram that knows only the bot. `now` is asked at every action.
  public init(_ configuration: EmulatorConfiguration = EmulatorConfiguration(), now: @escaping @Sendable () -> Instant)
  {
    self.configuration = configuration
    clock = now
    world = World(configuration, now: now())
  }

  /// The configuration it was created with.
  public nonisolated let configuration: EmulatorConfiguration

  // MARK: - The bot's side

  /// One Bot API call. `parameters` is an object; files are referred to as `attach://<attachment name>`, or by the name
  /// of their parameter.
  ///
  /// `getUpdates` never waits here, whatever its timeout: wait with `waitForUpdates()`.
  public func call(_ method: String, parameters: JSONValue = .object([:]), attachments: [Attachment] = []) async
    -> EmulatorAnswer
  {
    begin()
    if method.lowercased() == "getupdates" || method.lowercased() == "setwebhook" { supersedePoller() }
    let files = Dictionary(attachments.map { ($0.name, $0) }) { first, _ in first }
    let answer = world.call(method, parameters, files)
    await flush()
    return answer
  }

  /// Hands every update to `deliver` in order, each as the bytes of one `Update`. `true` confirms it; after `false` it
  /// stays pending and is tried again with the next action, or with `tick()` a second later.
  ///
  /// Delivery happens within the action that caused the update, so `deliver` must not wait for anything that itself
  /// waits for this emulator's current action to end. Calls from `deliver` are allowed.
  public func setSink(_ deliver: (@Sendable ([UInt8]) async -> Bool)?) async {
    sink = deliver
    begin()
    await flush()
  }

  /// Tries again to deliver what the sink refused.
  public func deliverPending() async {
    begin()
    await flush()
  }

  /// Stops deliveries to the sink, as an outage does. Updates pile up.
  public func pauseDelivery() { isPaused = true }

  /// Resumes deliveries to the sink.
  public func resumeDelivery() async {
    isPaused = false
    await deliverPending()
  }

  /// Delivers the next `count` updates twice each, as happens when an acknowledgement is lost.
  public func duplicateNextUpdates(_ count: Int = 1) { duplicates += count }

  /// Swaps the two oldest pending updates.
  public func swapPendingUpdates() { world.queue.swapFirstTwo() }

  /// How many updates wait to be confirmed.
  public var pendingUpdateCount: Int { world.queue.entries.count }

  // MARK: - Faults and history

  /// Plays a failure for coming calls. Faults are tried in the order given.
  public func inject(_ fault: Fault) { world.faults.append(fault) }

  /// Forgets all faults.
  public func clearFaults() { world.faults = [] }

  /// Everything that happened, oldest first, as far back as the configuration keeps it.
  public func history() -> [HistoryEntry] { world.history.latest }

  // MARK: - Time

  /// When the emulator next does something by itself: a payment times out, a subscription renews, or updates that the
  /// sink refused are offered again.
  public var nextDeadline: Instant? { [world.nextDeadline, retryAt].compactMap { $0 }.min() }

  /// Does what has fallen due. Call it when the clock has moved.
  public func tick() async {
    begin()
    world.expireCallbacks()
    world.endSigns()
    world.dropExpired()
    await flush()
  }

  /// Takes the time and does what fell due before it. First line of every action.
  func begin() {
    world.now = clock()
    world.expireCheckouts()
    world.renewDue()
  }

  /// Tells everybody what an action has changed. Last line of every action.
  func flush() async {
    for event in world.events { publish(event) }
    world.events = []
    for (id, answer) in world.answers { finish(&pressWaiters, id, answer) }
    world.answers = []
    for (id, outcome) in world.outcomes { finish(&paymentWaiters, id, outcome) }
    world.outcomes = []
    if !world.queue.isEmpty {
      poller?.yield(.available)
    }
    await deliver()
  }

  private func deliver() async {
    guard let sink, !isDelivering else { return }
    isDelivering = true
    retryAt = nil
    defer { isDelivering = false }
    while !isPaused, let update = world.queue.entries.first {
      world.history.add(.delivered(updateID: update.id), at: world.now)
      let bytes = update.bytes
      guard await sink(bytes) else {
        retryAt = world.now + .seconds(1)
        return
      }
      if duplicates > 0 {
        duplicates -= 1
        world.history.add(.delivered(updateID: update.id), at: world.now)
        _ = await sink(bytes)
      }
      world.queue.confirm(update.id)
      world.history.add(.confirmed(updateID: update.id), at: world.now)
    }
  }

  // MARK: - Observers

  /// Everything the chat page shows, from now on. Slow observers lose the oldest of 10,000 events.
  public func events() -> AsyncStream<SandboxEvent> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: SandboxEvent.self, bufferingPolicy: .bufferingNewest(10_000))
    observers[nextObserver] = continuation
    nextObserver += 1
    return stream
  }

  /// Tells the observers something that did not happen in the emulator: a move of the clock, a reset.
  public func publish(_ event: SandboxEvent) {
    for (id, observer) in observers {
      if case .terminated = observer.yield(event) { observers[id] = nil }
    }
  }

  // MARK: - Waiting

  private func finish<Value: Sendable>(
    _ waiters: inout [String: AsyncStream<Value>.Continuation], _ id: String, _ value: Value
  ) {
    guard let waiter = waiters.removeValue(forKey: id) else { return }
    waiter.yield(value)
    waiter.finish()
  }

  func pressStream(_ id: String) -> AsyncStream<PressAnswer> {
    let (stream, continuation) = AsyncStream.makeStream(of: PressAnswer.self)
    if let answer = world.callbacks[id]?.answer {
      continuation.yield(answer)
      continuation.finish()
    } else {
      pressWaiters[id] = continuation
    }
    return stream
  }

  func paymentStream(_ id: String) -> AsyncStream<PaymentOutcome> {
    let (stream, continuation) = AsyncStream.makeStream(of: PaymentOutcome.self)
    if let outcome = world.payments.outcomes[id] {
      continuation.yield(outcome)
      continuation.finish()
    } else {
      paymentWaiters[id] = continuation
    }
    return stream
  }

  /// Why a wait for updates ended.
  public enum PollSignal: Sendable, Hashable {
    /// There are updates: call `getUpdates` again.
    case available
    /// Another `getUpdates` or a `setWebhook` came: answer 409.
    case superseded
    /// The waiting task was cancelled.
    case cancelled
  }

  /// Waits, as the bot's one long poll, until there are updates.
  public func waitForUpdates() async -> PollSignal {
    supersedePoller()
    if !world.queue.isEmpty { return .available }
    let (stream, continuation) = AsyncStream.makeStream(of: PollSignal.self)
    poller = continuation
    for await signal in stream { return signal }
    return .cancelled
  }

  private func supersedePoller() {
    poller?.yield(.superseded)
    poller?.finish()
    poller = nil
  }
}
