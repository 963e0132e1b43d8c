import Host
import PluginAPI
import Sandbox

/// The emulated Telegram as a host reaches it.
// Safe because only the world's thread touches it.
final class SimulatedTelegram: TelegramTransport, @unchecked Sendable {
  private let telegram: Telegram
  private let wire: Wire
  private unowned let process: HostProcess

  init(_ telegram: Telegram, _ wire: Wire, _ process: HostProcess) {
    self.telegram = telegram
    self.wire = wire
    self.process = process
  }

  func perform(_ call: BotAPICall, timeout: Duration) async -> CallOutcome {
    let isPoll = call.method == "getUpdates"
    let trouble = process.trouble
    if !isPoll, process.world.dice.chance(trouble.tooMany) {
      process.world.tell("\(process.name) ← 429 for \(call.method)")
      let refusal = #"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":1}}"#
      return .answered(status: 429, body: Array(refusal.utf8))
    }
    let answer = await wire.ask(call.method, trouble.telegram, isPoint: !isPoll) {
      [telegram, process] (reply: @escaping @Sendable (EmulatorAnswer) -> Void) in
      _ = Task(executorPreference: process.world.outside) {
        if isPoll {
          reply(await telegram.poll(call, for: process))
        } else {
          process.world.tell("\(process.name) → \(call.method) \(telegram.summary(call))")
          reply(await telegram.perform(call))
        }
      }
    }
    switch answer {
    case .came(.http(let status, _, let body)): return .answered(status: status, body: body)
    case .notSent: return .notSent(reason: "no connection")
    case .came, .lost: return .ambiguous(reason: "cut")
    }
  }

  func download(_ path: String, limit: Int, timeout: Duration) async -> CallOutcome {
    let answer = await wire.ask("download", process.trouble.telegram) {
      [telegram, process] (reply: @escaping @Sendable ([UInt8]?) -> Void) in
      _ = Task(executorPreference: process.world.outside) { reply(await telegram.emulator.download(path: path)?.bytes) }
    }
    switch answer {
    case .came(let bytes?): return .answered(status: 200, body: bytes)
    case .came(nil): return .answered(status: 404, body: [])
    case .notSent: return .notSent(reason: "no connection")
    case .lost: return .ambiguous(reason: "cut")
    }
  }
}

/// Telegram's side: the emulator, and long polls that wait.
// Safe because only the world's thread touches it.
final class Telegram: @unchecked Sendable {
  let emulator: Emulator
  /// Telegram answers after 50 s at the latest. Where days pass in which nothing happens, that would be most of the work.
  var longestPoll = Duration.seconds(50)
  private let world: World
  /// The long poll that waits: Telegram serves one at a time.
  private var poll: (id: Int, continuation: CheckedContinuation<Bool, Never>)?
  private var polls = 0

  init(_ world: World, seed: UInt64) {
    self.world = world
    var configuration = EmulatorConfiguration(seed: seed)
    configuration.historyLimit = 0
    emulator = Emulator(configuration, now: { world.now })
  }

  /// People, their group and who works for the bot.
  func introduce(_ people: [Int]) async {
    for id in people { await emulator.addPerson("P\(id)", id: id, hasStarted: true) }
    await emulator.addPerson("Operator", id: Shopper.operatorID, hasStarted: true)
    if let group = await emulator.createGroup("G", members: people) { NotebookPlugin.group = Int64(group) }
  }

  /// What a line says, in the form that its verb wants.
  func write(_ line: Script.Line, from person: Int) async {
    let picture = Array("picture".utf8)
    if line.text.hasSuffix(" photo") {
      _ = try? await emulator.sendPhoto(picture, caption: line.text, from: person)
    } else if line.text.hasSuffix(" album") {
      let pictures = Array(repeating: picture, count: Script.parts)
      _ = try? await emulator.sendAlbum(pictures, caption: line.text, from: person)
    } else {
      _ = try? await emulator.send(line.text, from: person)
    }
    wake()
  }

  /// What a call brings about may be news itself: who was let pay has paid.
  func perform(_ call: BotAPICall) async -> EmulatorAnswer {
    let answer = await self.call(call)
    if await emulator.pendingUpdateCount > 0 { wake() }
    return answer
  }

  func call(_ call: BotAPICall) async -> EmulatorAnswer {
    let parameters = (try? JSONValue(parsing: call.parameters)) ?? .object([:])
    return await emulator.call(call.method, parameters: parameters, attachments: call.attachments)
  }

  /// Answers when there are updates, after the longest time, or when another poll takes its place.
  func poll(_ request: BotAPICall, for process: HostProcess) async -> EmulatorAnswer {
    let deadline = world.now + longestPoll
    while true {
      if let waiting = poll {
        poll = nil
        waiting.continuation.resume(returning: false)
      }
      let answer = await call(request)
      guard case .http(let status, _, let body) = answer, status == 200, body.count < 30, world.now < deadline,
        !process.isDead, !process.isStopping
      else { return answer }
      polls += 1
      let id = polls
      let isMine = await withCheckedContinuation { continuation in
        poll = (id, continuation)
        world.at(deadline) { self.wake(id) }
      }
      guard isMine else {
        let refusal = #"{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}"#
        return .http(status: 409, contentType: "application/json", body: Array(refusal.utf8))
      }
    }
  }

  /// Somebody did something, or a host is gone: who polls looks again.
  func wake() {
    guard let waiting = poll else { return }
    poll = nil
    waiting.continuation.resume(returning: true)
  }

  private func wake(_ id: Int) { if poll?.id == id { wake() } }

  func summary(_ call: BotAPICall) -> String {
    guard let parameters = try? JSONValue(parsing: call.parameters) else { return "" }
    return
      "\(parameters["chat_id"]?.int.map { "to \($0) " } ?? "")\(parameters["text"]?.string.map { "“\($0)”" } ?? "")"
  }
}
