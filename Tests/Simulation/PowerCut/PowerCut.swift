import CPowerCut
import Foundation
import Host
import Logging
import PluginAPI
import Sandbox
import Synchronization
import TelegramBotAPI

/// The host on its own SQLite file, and then that file as a power cut at any moment would have left it: it must open, be
/// whole, and hold every update that Telegram was told is received and everything that was said because of one.
struct PowerCut {
  /// What somebody outside knew at a moment, by the number of steps on the disk.
  private struct Knowledge {
    var position: Int
    /// An update that was acknowledged.
    var update: Int?
    /// Somebody was told that this note is kept.
    var note: (person: Int, number: String)?
  }

  private final class Witness: TelegramTransport {
    private let emulator: Emulator
    private let known = Mutex<[Knowledge]>([])
    private let sent = Mutex(0)

    init(_ emulator: Emulator) { self.emulator = emulator }

    var all: [Knowledge] { known.withLock { $0 } }
    var messages: Int { sent.withLock { $0 } }

    func acknowledge(_ update: Int) {
      known.withLock { $0.append(Knowledge(position: power_cut_count(), update: update)) }
    }

    func perform(_ call: BotAPICall, timeout: Duration) async -> CallOutcome {
      let parameters = (try? JSONValue(parsing: call.parameters)) ?? .object([:])
      if call.method == "sendMessage", let text = parameters["text"]?.string, let person = parameters["chat_id"]?.int,
        text.hasPrefix("message ")
      {
        let number = String(text.dropFirst("message ".count))
        known.withLock { $0.append(Knowledge(position: power_cut_count(), note: (person, number))) }
        sent.withLock { $0 += 1 }
      }
      let answer = await emulator.call(call.method, parameters: parameters, attachments: call.attachments)
      guard case .http(let status, _, let body) = answer else { return .ambiguous(reason: "cut") }
      return .answered(status: status, body: body)
    }

    func download(_ path: String, limit: Int, timeout: Duration) async -> CallOutcome {
      .answered(status: 404, body: [])
    }
  }

  let folder: URL
  private let updates = 400
  private let people = [101, 102, 103]

  private var path: String { folder.appendingPathComponent("live.db").path }

  /// - Returns: what was wrong, and a line on what was done.
  func run() async throws -> (violations: [String], summary: String) {
    guard power_cut_install() != 0 else { return (["the VFS cannot be installed"], "") }
    let bot = try SimulatedBot.notebook()
    try Data(bot.image).write(to: URL(fileURLWithPath: path))
    // Made as the host makes it: in WAL mode, all in the file.
    try await SQLiteDatabase(path: path).close()
    let before = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    power_cut_record(path)
    let database = try SQLiteDatabase(path: path)
    let witness = try await live(bot, database)
    let steps = power_cut_count()
    await database.close()
    return try await cut(before, steps, witness)
  }

  /// A busy minute of the host's life, as fast as it goes.
  private func live(_ bot: SimulatedBot, _ database: SQLiteDatabase) async throws -> Witness {
    let clock = SystemClock()
    let emulator = Emulator(EmulatorConfiguration(seed: 1), now: { clock.now })
    for id in people { await emulator.addPerson("P\(id)", id: id, hasStarted: true) }
    let witness = Witness(emulator)
    var settings = HostSettings()
    settings.throttleInterval = .zero
    settings.sendRate = 0
    let logger = Logger(label: "power cut") { _ in SwiftLogNoOpLogHandler() }
    let plan = bot.plan
    let host = try Host(
      Host.Parts(
        plan: plan, database: database, transport: witness, clock: clock, zones: bot.zones,
        token: Secret("7:simulated"), botUsername: "roost_bot", settings: settings, logger: logger))
    try await host.run { [people, updates] in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (lane, person) in people.enumerated() {
          group.addTask {
            for number in stride(from: lane, to: updates, by: people.count) {
              let verb = ["", " event", " job", " twice", " press"][number % 5]
              let update = Self.update(1000 + number, "\(number)\(verb)", from: person)
              try await host.intake.accept([update], movesCursor: true)
              witness.acknowledge(1000 + number)
            }
          }
        }
        try await group.waitForAll()
      }
      // Until most is answered; what is not is what the cuts are about.
      let deadline = clock.now + .seconds(20)
      while witness.messages < updates, clock.now < deadline { try await clock.sleep(for: .milliseconds(20)) }
      host.stop()
    }
    return witness
  }

  private static func update(_ id: Int, _ text: String, from person: Int) -> [UInt8] {
    let user = #"{"id":\#(person),"is_bot":false,"first_name":"P","language_code":"en"}"#
    let chat = #"{"id":\#(person),"type":"private","first_name":"P"}"#
    return Array(
      #"{"update_id":\#(id),"message":{"message_id":\#(id),"date":1,"from":\#(user),"chat":\#(chat),"text":"\#(text)"}}"#
        .utf8)
  }

  /// Goes through all steps; before and after each sync, and here and there between, the power is cut in every way.
  private func cut(_ before: [UInt8], _ steps: Int, _ witness: Witness) async throws -> ([String], String) {
    let knowledge = witness.all.sorted { $0.position < $1.position }
    var disk = Disk(database: before)
    var dice = Dice(seed: 11)
    var violations: [String] = []
    var (cuts, syncs) = (0, 0)
    while disk.position < steps {
      let isBeforeSync = power_cut_at(disk.position).kind == POWER_CUT_SYNC
      if isBeforeSync || dice.chance(0.02) {
        for loss in Disk.Loss.allCases {
          cuts += 1
          let known = knowledge.prefix { $0.position <= disk.position }
          let found = try await check(disk.files(losing: loss, &dice), known)
          violations += found.map { "cut at step \(disk.position), \(loss) lost: \($0)" }
          if violations.count > 20 { return (violations, "stopped after 20 violations") }
        }
      }
      if disk.proceed() { syncs += 1 }
    }
    let acknowledged = knowledge.count { $0.update != nil }
    let summary =
      "power cuts: \(cuts) at \(syncs) syncs of \(steps) steps, \(acknowledged) updates acknowledged, "
      + "\(knowledge.count - acknowledged) messages sent, \(violations.count) lost"
    return (violations, summary)
  }

  private func check(_ files: [[UInt8]], _ known: ArraySlice<Knowledge>) async throws -> [String] {
    let target = folder.appendingPathComponent("cut.db")
    for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: target.path + end) }
    try Data(files[0]).write(to: target)
    if !files[1].isEmpty { try Data(files[1]).write(to: URL(fileURLWithPath: target.path + "-wal")) }
    let database: SQLiteDatabase
    // It is only read, so nothing need be synced.
    do { database = try SQLiteDatabase(path: target.path, durability: .none) } catch {
      return ["it does not open: \(error)"]
    }
    var found: [String] = []
    do {
      let state = try await database.rows("PRAGMA integrity_check").map {
        try $0.get("integrity_check", as: String.self)
      }
      if state != ["ok"] { found.append("it is not whole: \(state.prefix(3))") }
      let inbox = Set(
        try await database.rows("SELECT source_id FROM roost_inbox WHERE source = 'tg'").map {
          try $0.get("source_id", as: String.self)
        })
      let notes = Set(
        try await database.rows("SELECT person, text FROM notebook_note WHERE source = 'message'").map {
          "\(try $0.get("person", as: Int.self)) \(try $0.get("text", as: String.self))"
        })
      for entry in known {
        if let update = entry.update, !inbox.contains("\(update)") { found.append("update \(update) is lost") }
        if let note = entry.note, !notes.contains("\(note.person) \(note.number)") {
          found.append("note \(note.number) of \(note.person) was confirmed and is lost")
        }
      }
    } catch {
      found.append("it cannot be read: \(error)")
    }
    await database.close()
    return found
  }
}
