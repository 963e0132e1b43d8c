import Host
import Logging
import PluginAPI
import Sandbox

/// One flow, told as often as it has requests to the outside: each time the host dies before or after another of them,
/// starts again, and must come to the same end.
// Safe because only the world's thread touches it.
final class CrashPoints: @unchecked Sendable {
  /// What a person does, and what a second death would do to it.
  struct Flow {
    var name: String
    var lines: [String] = []
    var purchase: Script.Purchase?
    /// The request, counted from the start of the host, at which it is asked to stop in order instead of dying.
    var stops = false
  }

  static let flows = [
    Flow(name: "message", lines: ["1", "2"]),
    Flow(name: "job", lines: ["1 job"]),
    Flow(name: "schedule", lines: ["1 daily"]),
    Flow(name: "slow work", lines: ["1 work"]),
    Flow(name: "event and its retry", lines: ["1 event", "2 event"]),
    Flow(name: "dialog", lines: ["1 dialog", "2"]),
    Flow(name: "button", lines: ["1 press"]),
    Flow(name: "group", lines: ["1 group", "2 group"]),
    Flow(name: "picture", lines: ["1 photo"]),
    Flow(name: "album", lines: ["1 album"]),
    Flow(name: "payment", purchase: Script.Purchase(pause: .zero, payments: 2)),
    Flow(name: "refund", purchase: Script.Purchase(pause: .zero, isRepeated: true, refund: .person)),
    Flow(name: "refund by the operator", purchase: Script.Purchase(pause: .zero, refund: .operator)),
    Flow(name: "failure", lines: ["1 fail", "2"]),
    Flow(name: "shared row", lines: ["1 twice", "2 twice"]),
    Flow(name: "shutdown", lines: ["1 job", "2 group", "3"], stops: true),
  ]

  private let flow: Flow
  private let point: Int
  private let world: World
  private let memory: MemoryDatabase
  private let telegram: Telegram
  private let bot: SimulatedBot
  private let settings: HostSettings
  private let hosts: Int
  private(set) var requests = 0
  private(set) var place = ""
  private var violations: [String] = []
  private var isDone = false
  private var isBought = true
  private var processes: [HostProcess] = []
  private var refusals = 1

  /// - Parameters:
  ///   - point: at which request the first host dies; the even ones before it, the odd ones after.
  ///   - hosts: 2 lets another host take over; else the same starts again.
  init(_ flow: Flow, point: Int, hosts: Int, bot: SimulatedBot, tells: Bool) throws {
    self.flow = flow
    self.point = point
    self.hosts = hosts
    self.bot = bot
    world = World(seed: 7, tells: tells)
    memory = try MemoryDatabase(image: bot.image)
    bot.perform(on: memory)
    telegram = Telegram(world, seed: 7)
    var settings = HostSettings()
    settings.throttleInterval = .zero
    settings.sendRate = 0
    settings.isOnlyHost = hosts == 1
    settings.leaseTime = .seconds(2)
    settings.lookAroundEvery = .seconds(5)
    // One death is no reason to condemn what it interrupted, however often the database fails afterwards.
    settings.takeoverLimit = hosts == 1 ? 3 : 1000
    settings.access.admins = [Int64(Shopper.operatorID)]
    self.settings = settings
    TallyPlugin.isWilling = { [weak self] in self?.isWilling() ?? true }
  }

  /// The subscriber cannot take its first event, so that the retry is on the way too.
  private func isWilling() -> Bool {
    refusals -= 1
    return refusals < 0
  }

  func run() -> [String] {
    _ = Task(executorPreference: world.outside) { [self] in
      await play()
      isDone = true
    }
    if !world.run(atMost: 500_000, until: { isDone }) { violations.append("it does not come to an end") }
    memory.close()
    world.end()
    return violations + world.violations
  }

  private func start(_ name: String) -> HostProcess {
    let world = world
    let process = HostProcess(
      name, world, memory, telegram, bot: bot, settings: settings, skew: .zero,
      logger: Logger(label: "simulation") { _ in TellingLogHandler(world: world) })
    if !processes.isEmpty, hosts == 1 {
      process.trouble.database = Wire.Trouble(notSent: 0.2, lostRequest: 0.1, lostAnswer: 0.1)
      world.after(.seconds(5)) { process.trouble.database = .none }
    }
    process.start(webhook: false)
    processes.append(process)
    return process
  }

  private func play() async {
    let person = Script.Person(
      id: 101, lines: flow.lines.map { Script.Line(pause: .milliseconds(150), text: $0, presses: 1) },
      purchase: flow.purchase)
    await telegram.introduce([101])
    let first = start("A")
    if hosts > 1 { _ = start("B") }
    first.fate = { [self] request, side in
      requests += 1
      guard requests == point + 1 else { return false }
      place = "\(side) \(request)"
      if flow.stops {
        first.stop()
        return false
      }
      return true
    }
    var pressed: [String] = []
    for line in person.lines {
      await world.sleep(line.pause)
      await telegram.write(line, from: 101)
    }
    if let purchase = flow.purchase {
      isBought = false
      _ = Task(executorPreference: world.outside) { [self] in
        let shopper = Shopper(world: world, telegram: telegram, person: 101, purchase: purchase)
        if let failure = await shopper.shop() { violations.append(failure) }
        isBought = true
      }
    }
    let rest = Rest(memory: memory, telegram: telegram, world: world)
    for _ in 0..<600 {
      await world.sleep(.milliseconds(500))
      if hosts == 1, let last = processes.last, last.isDead || last.isOver { _ = start("A") }
      if flow.name == "button", pressed.isEmpty {
        let messages = await telegram.emulator.messages(in: 101)
        if let message = messages.first(where: { !$0.buttons.isEmpty }) {
          if case .asked = await telegram.emulator.startPress(row: 0, column: 0, of: message.id, from: 101) {
            pressed.append("1")
          }
          telegram.wake()
        }
      }
      if isBought, await rest.isReached() { break }
    }
    let checker = HistoryChecker(
      memory: memory, telegram: telegram, script: Script(people: [person]), pressed: [101: pressed])
    violations += await checker.violations()
    violations += await MoneyChecker(memory: memory, telegram: telegram).violations()
    if !isBought { violations.append("the purchase does not end") }
    if await !rest.isReached() { violations.append("not at rest") }
    for process in processes {
      process.fate = nil
      process.kill()
    }
    // What they were doing unwinds.
    await world.sleep(.seconds(5))
  }
}

extension Script {
  init(people: [Person]) { self.people = people }
}
