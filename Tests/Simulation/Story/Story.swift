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
    var payments = 0
    var coached: StreakChecker.Counts?
    /// What was asked of Redis, and what of that it left unanswered.
    var questions: Int?
    var unanswered = 0
  }

  let world: World
  let memory: MemoryDatabase
  let telegram: Telegram
  /// Where hosts count the throttle and wake each other, in a part of the stories.
  let redis: Redis?
  let bot: SimulatedBot
  let script: Script
  /// The plugins that ship, instead of the notebook.
  let isCoach: Bool
  let logger: Logger
  let usesWebhook: Bool
  let troubleLevel: Double
  /// Hosts take lanes from each other all the time.
  let isContended: Bool
  var settings = HostSettings()
  var hosts: [HostProcess?]
  /// Nothing goes wrong any more.
  var isCalm = false
  var isAtEnd = false
  var outcome: Outcome
  /// The buttons that were pressed, by person.
  var pressed: [Int: [String]] = [:]
  /// Who had points switched off for a while.
  var withoutPoints: Set<Int64> = []
  private var isDone = false

  init(seed: UInt64, bots: SimulatedBots, tells: Bool) throws {
    world = World(seed: seed, tells: tells)
    isCoach = world.dice.chance(0.1)
    bot = isCoach ? bots.coach : bots.notebook
    memory = try MemoryDatabase(image: bot.image)
    bot.perform(on: memory)
    telegram = Telegram(world, seed: seed)
    outcome = Outcome(seed: seed, fingerprint: 0, steps: 0, violations: [])
    isContended = !isCoach && world.dice.chance(0.3)
    // Days pass only where there is one host.
    let counts = isCoach ? [1, 1, 1, 2, 3] : [1, 1, 2, 2, 3]
    let count = isContended ? world.dice.number(2...3) : counts[world.dice.index(of: 5)]
    hosts = Array(repeating: nil, count: count)
    usesWebhook = !isCoach && world.dice.chance(0.3)
    troubleLevel = [0.0, 0.01, 0.05, isCoach ? 0.1 : 0.15][world.dice.index(of: 4)]
    script = Script(&world.dice, people: world.dice.number(1...3), lines: isCoach ? 0...0 : 1...5, buys: !isCoach)
    // By dice of its own, so that the stories without Redis stay what they were.
    var others = Dice(seed: seed ^ 0x5265_6469_7300)
    redis = others.chance(0.3) ? Redis(world) : nil
    // Few are: what people write waits for what they are told.
    if others.chance(0.5) { settings.unsentLimit = others.number(1...3) }
    // Nobody is ever refused, so that whatever becomes of the counts, the results are the same.
    settings.throttleInterval = redis == nil ? .zero : .milliseconds(10)
    settings.throttleBurst = 200
    settings.sendRate = 0
    settings.isOnlyHost = count == 1 && world.dice.chance(0.7)
    if isCoach, settings.isOnlyHost { telegram.longestPoll = .minutes(10) }
    settings.leaseTime = world.dice.milliseconds(isContended ? 30...200 : isCoach ? 2000...15_000 : 400...4000)
    settings.lookAroundEvery = isContended ? .milliseconds(50) : .seconds(5)
    settings.access.admins = [Int64(Shopper.operatorID)]
    // What is counted here is what hosts lose to each other, not what an update does to them; see `start`.
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
    outcome.violations += world.violations
    outcome.fingerprint = world.fingerprint
    outcome.steps = world.steps
    leave()
    return outcome
  }

  /// Ends what the story is made of.
  func leave() {
    memory.close()
    world.end()
  }

  private func run() async {
    await telegram.introduce(script.people.map(\.id))
    world.tell(
      "\(hosts.count) hosts\(settings.isOnlyHost ? " on their own database" : ""), lease \(settings.leaseTime), "
        + "\(usesWebhook ? "webhook" : "polling"), trouble \(troubleLevel)")
    for index in hosts.indices { start(index) }
    await withTaskGroup(of: Void.self) { others in
      others.addTask { [self] in await supervise() }
      if usesWebhook { others.addTask { [self] in await deliver() } }
      await withTaskGroup(of: Void.self) { buyers in
        for person in script.people where person.purchase != nil { buyers.addTask { [self] in await shop(person) } }
        await withTaskGroup(of: Void.self) { writers in
          for person in script.people {
            writers.addTask { [self] in if isCoach { await walk(person.id) } else { await live(person) } }
          }
          writers.addTask { [self] in await harass() }
          if redis != nil { writers.addTask { [self] in await harassRedis() } }
          await writers.waitForAll()
        }
        calmDown()
        // Who buys goes on until it works.
        await buyers.waitForAll()
      }
      // People of the coach have reminders; those of the next minutes need not be waited for.
      let horizon: Duration = isCoach ? .zero : .minutes(30)
      if let unrest = await Rest(memory: memory, telegram: telegram, world: world, horizon: horizon).wait() {
        outcome.violations.append(unrest)
      }
      isAtEnd = true
      await others.waitForAll()
    }
    for host in hosts { host?.stop() }
    for _ in 0..<100 where hosts.contains(where: { $0?.isOver == false }) { await world.sleep(.milliseconds(100)) }
    if hosts.contains(where: { $0?.isOver == false }) { outcome.violations.append("a host does not stop") }
    // What Redis was asked while it stood still is answered, to nobody.
    if redis != nil { await world.sleep(.seconds(6)) }
    await check()
  }

  private func check() async {
    let money = await MoneyChecker(memory: memory, telegram: telegram)
    outcome.violations += money.violations()
    outcome.payments = money.payments
    outcome.questions = redis?.questions
    outcome.unanswered = redis?.unanswered ?? 0
    if isCoach {
      let checker = CoachChecker(memory: memory, now: world.now, withoutPoints: withoutPoints)
      let streaks = StreakChecker(memory: memory)
      outcome.violations += checker.violations() + streaks.violations
      outcome.coached = streaks.counts
      return
    }
    let checker = HistoryChecker(memory: memory, telegram: telegram, script: script, pressed: pressed)
    outcome.violations += await checker.violations()
    outcome.doubled = checker.doubled
    outcome.updates = script.people.reduce(0) { $0 + $1.lines.count }
  }
}
