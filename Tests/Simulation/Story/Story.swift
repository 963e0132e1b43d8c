import Host
import Logging
import PluginAPI
import Sandbox

/// A run from one seed: people who write, hosts that work, and everything that goes wrong meanwhile.
// Safe because only the world's thread touches it.
final class Story: @unchecked Sendable {
  struct Outcome: Sendable {
    var seed: UInt64
    var fingerprint: UInt64
    var steps: Int
    var violations: [String]
    var updates = 0
    var deaths = 0
    var pauses = 0
    var doubled = 0
  }

  let world: World
  let memory: MemoryDatabase
  let telegram: Telegram
  let bot: SimulatedBot
  let script: Script
  let logger: Logger
  private var settings = HostSettings()
  private let usesWebhook: Bool
  private var hosts: [HostProcess?]
  private var isCalm = false
  private var isAtEnd = false
  private var isDone = false
  private var pressed: [Int: [String]] = [:]
  private var outcome: Outcome
  private let troubleLevel: Double
  private let isContended: Bool

  init(seed: UInt64, bot: SimulatedBot, tells: Bool) throws {
    world = World(seed: seed, tells: tells)
    memory = try MemoryDatabase(image: bot.image)
    telegram = Telegram(world, seed: seed)
    self.bot = bot
    outcome = Outcome(seed: seed, fingerprint: 0, steps: 0, violations: [])
    // Some stories are about hosts that take lanes from each other all the time.
    isContended = world.dice.chance(0.3)
    let count = isContended ? world.dice.number(2...3) : [1, 1, 2, 2, 3][world.dice.index(of: 5)]
    hosts = Array(repeating: nil, count: count)
    usesWebhook = world.dice.chance(0.3)
    troubleLevel = [0.0, 0.01, 0.05, 0.15][world.dice.index(of: 4)]
    script = Script(&world.dice, people: world.dice.number(1...3), lines: 1...5)
    settings.throttleInterval = .zero
    settings.sendRate = 0
    settings.isOnlyHost = count == 1 && world.dice.chance(0.7)
    settings.leaseTime = world.dice.milliseconds(isContended ? 30...200 : 400...4000)
    settings.lookAroundEvery = isContended ? .milliseconds(50) : .seconds(5)
    // What is counted here is what hosts lose to each other, not what an update does to them.
    settings.takeoverLimit = 1000
    let world = world
    logger = Logger(label: "simulation") { _ in TellingLogHandler(world: world) }
    TallyPlugin.isWilling = { [weak self] in self.map { $0.isCalm || !$0.world.dice.chance(0.3) } ?? true }
  }

  func tell() -> Outcome {
    _ = Task(executorPreference: world.outside) { [self] in
      await run()
      isDone = true
    }
    if !world.run(atMost: 3_000_000, until: { isDone }) {
      outcome.violations.append("the story does not end: something waits for ever, or runs in circles")
    }
    outcome.fingerprint = world.fingerprint
    outcome.steps = world.steps
    memory.close()
    return outcome
  }

  private func run() async {
    for person in script.people { await telegram.emulator.addPerson("P\(person.id)", id: person.id, hasStarted: true) }
    if let group = await telegram.emulator.createGroup("G", members: script.people.map(\.id)) {
      NotebookPlugin.group = Int64(group)
    }
    world.tell(
      "\(hosts.count) hosts\(settings.isOnlyHost ? " on their own database" : ""), lease \(settings.leaseTime), "
        + "\(usesWebhook ? "webhook" : "polling"), trouble \(troubleLevel)")
    for index in hosts.indices { start(index) }
    let supervisor = Task(executorPreference: world.outside) { [self] in await supervise() }
    await withTaskGroup(of: Void.self) { group in
      for person in script.people { group.addTask { [self] in await live(person) } }
      if usesWebhook { group.addTask { [self] in await deliver() } }
      group.addTask { [self] in await harass() }
      await group.waitForAll()
    }
    world.tell("— from here on nothing goes wrong —")
    isCalm = true
    // Leases shorter than what a turn takes would let hosts take lanes from each other for ever.
    settings.leaseTime = max(settings.leaseTime, .seconds(2))
    settings.lookAroundEvery = .seconds(5)
    if isContended { for index in hosts.indices { hosts[index]?.stop() } }
    for index in hosts.indices {
      hosts[index]?.trouble = HostProcess.Trouble()
      hosts[index]?.goOn()
      if hosts[index]?.isDead != false || hosts[index]?.isOver == true { start(index) }
    }
    await comeToRest()
    isAtEnd = true
    await supervisor.value
    for host in hosts { host?.stop() }
    for _ in 0..<100 where hosts.contains(where: { $0?.isOver == false }) { await world.sleep(.milliseconds(100)) }
    if hosts.contains(where: { $0?.isOver == false }) { outcome.violations.append("a host does not stop") }
    let checker = HistoryChecker(memory: memory, telegram: telegram, script: script, pressed: pressed)
    outcome.violations += await checker.violations()
    outcome.doubled = checker.doubled
    outcome.updates = script.people.reduce(0) { $0 + $1.lines.count }
  }

  // MARK: Hosts

  private func start(_ index: Int) {
    let skew = settings.isOnlyHost ? .zero : world.dice.milliseconds(0...600) - .milliseconds(300)
    let host = HostProcess(
      ["A", "B", "C"][index], world, memory, telegram, bot: bot, settings: settings, skew: skew, logger: logger)
    if !isCalm {
      host.trouble.database = Wire.Trouble(
        notSent: troubleLevel / 2, lostRequest: troubleLevel / 3, lostAnswer: troubleLevel / 3)
      host.trouble.telegram = Wire.Trouble(
        notSent: troubleLevel / 2, lostRequest: troubleLevel / 3, lostAnswer: troubleLevel / 2)
      host.trouble.tooMany = troubleLevel / 3
    }
    hosts[index] = host
    host.start(webhook: usesWebhook)
  }

  /// Starts a host again that ended by itself, as an operator's supervisor does.
  private func supervise() async {
    while !isAtEnd {
      await world.sleep(.milliseconds(700))
      for index in hosts.indices where hosts[index]?.isOver == true && hosts[index]?.isDead == false && !isAtEnd {
        start(index)
      }
    }
  }

  /// Kills and pauses hosts while people write.
  private func harass() async {
    let deeds = isContended ? world.dice.number(5...30) : world.dice.number(0...5)
    for _ in 0..<deeds {
      await world.sleep(world.dice.milliseconds(isContended ? 1...100 : 10...1500))
      let index = world.dice.index(of: hosts.count)
      guard let host = hosts[index], !host.isDead else { continue }
      if world.dice.chance(isContended ? 0.1 : 0.6) {
        outcome.deaths += 1
        // Somewhere within the next requests, so that every place comes up.
        var left = world.dice.number(0...12)
        host.fate = { _, _ in
          left -= 1
          return left < 0
        }
        await world.sleep(world.dice.milliseconds(5...400))
        host.fate = nil
        if !host.isDead {
          world.tell("\(host.name) dies")
          host.kill()
        }
        await world.sleep(world.dice.milliseconds(1...1500))
        if hosts[index] === host { start(index) }
      } else {
        outcome.pauses += 1
        host.pause(for: world.dice.milliseconds(10...3 * Int(settings.leaseTime / .milliseconds(1))))
      }
    }
  }

  /// Pushes updates to hosts as a webhook: each until it is acknowledged, sometimes twice, those of one chat in order.
  private func deliver() async {
    var known: [Int] = []
    var offset = 0
    while true {
      let request = BotAPICall(method: "getUpdates", parameters: Array(#"{"offset":\#(offset),"limit":1}"#.utf8))
      guard case .http(_, _, let body) = await telegram.call(request),
        case .success(let result) = BotAPIReply.parse(status: 200, body: body),
        let update = try? result.elements().first,
        let id = update["update_id"]?.int
      else {
        if isCalm || known.count >= 400 { return }
        if script.people.allSatisfy({ written[$0.id] == true }) { return }
        await world.sleep(.milliseconds(20))
        continue
      }
      known.append(id)
      var isAcknowledged = false
      while !isAcknowledged {
        let host = hosts[world.dice.index(of: hosts.count)]
        isAcknowledged = await host?.deliver(update.bytes) ?? false
        if isAcknowledged, world.dice.chance(0.1) {
          world.tell("the acknowledgement of \(id) is lost")
          isAcknowledged = false
        }
        if !isAcknowledged { await world.sleep(world.dice.milliseconds(5...300)) }
      }
      offset = id + 1
    }
  }

  private var written: [Int: Bool] = [:]

  // MARK: People

  private func live(_ person: Script.Person) async {
    var presses: [(text: String, count: Int)] = []
    for line in person.lines {
      await world.sleep(line.pause)
      world.tell("\(person.id) writes “\(line.text)”")
      _ = try? await telegram.emulator.send(line.text, from: person.id)
      telegram.wake()
      if line.presses > 0 { presses.append((String(line.text.prefix { $0 != " " }), line.presses)) }
    }
    for _ in 0..<40 where !presses.isEmpty {
      await world.sleep(.milliseconds(250))
      let messages = await telegram.emulator.messages(in: person.id)
      for press in presses {
        guard let message = messages.first(where: { $0.text == "message \(press.text)" && !$0.buttons.isEmpty })
        else { continue }
        presses.removeAll { $0.text == press.text }
        for _ in 0..<press.count {
          world.tell("\(person.id) presses the button of \(press.text)")
          let pending = await telegram.emulator.startPress(row: 0, column: 0, of: message.id, from: person.id)
          if case .asked = pending { pressed[person.id, default: []].append(press.text) }
          telegram.wake()
        }
      }
    }
    written[person.id] = true
  }

  // MARK: The end

  /// Waits until nothing is left to do.
  private func comeToRest() async {
    let start = world.now
    while world.now - start < .seconds(600) {
      await world.sleep(.milliseconds(500))
      if await telegram.emulator.pendingUpdateCount == 0, isAtRest() { return }
    }
    outcome.violations.append("not at rest 10 minutes after the last fault: \(unrest())")
  }

  private static let open: [(name: String, query: SQL)] = [
    ("items", "SELECT COUNT(*) AS n FROM roost_inbox WHERE state = 0"),
    ("sends", "SELECT COUNT(*) AS n FROM roost_outbox WHERE state < 2"),
    ("slow work", "SELECT COUNT(*) AS n FROM roost_work"),
    ("lanes", "SELECT COUNT(*) AS n FROM roost_lane WHERE due IS NOT NULL"),
  ]

  private func unrest() -> String {
    var open = Self.open.map { "\(count($0.query)) \($0.name)" }
    open.append("\(count(jobs)) jobs")
    let left: SQL = """
      SELECT o.lane, o.state, o.position, l.due, l.owner, l.fence, l.tail FROM roost_outbox o
      LEFT JOIN roost_lane l ON l.key = o.lane WHERE o.state < 2
      """
    open += ((try? memory.rows(left)) ?? []).map { "\($0)" }
    return open.joined(separator: ", ")
  }

  private var jobs: SQL {
    "SELECT COUNT(*) AS n FROM roost_job WHERE state = 0 AND due_at < \(world.now + .minutes(30))"
  }

  private func isAtRest() -> Bool { Self.open.allSatisfy { count($0.query) == 0 } && count(jobs) == 0 }

  private func count(_ query: SQL) -> Int { (try? memory.rows(query).first?.get("n", as: Int.self)) ?? -1 }
}

/// Puts what hosts log into the story.
struct TellingLogHandler: LogHandler {
  let world: World
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }
  func log(event: LogEvent) {
    world.tell(
      "  · \(event.message) \((event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " "))")
  }
}
