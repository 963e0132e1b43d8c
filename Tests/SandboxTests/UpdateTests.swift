import CivilTime
import Sandbox
import Synchronization
import TelegramBotAPI
import Testing

@Suite struct UpdateTests {
  @Test func updatesAreConfirmedByTheNextOffset() async throws {
    let bench = await Bench()
    for text in ["a", "b", "c"] { try await bench.telegram.send(text, from: bench.alice.id) }
    let all = await bench.updates()
    #expect(all.map { $0["message"]?["text"]?.string } == ["a", "b", "c"])
    #expect(await bench.updates() == all)
    let ids = all.compactMap { $0["update_id"]?.int }
    #expect(ids == [ids[0], ids[0] + 1, ids[0] + 2])
    #expect(await bench.updates(offset: ids[1]).count == 2)
    #expect(await bench.updates().count == 2)
    #expect(await bench.updates(offset: ids[2] + 1).isEmpty)
    #expect(BotAPISchema.problems(in: all[0], ofType: "Update").isEmpty)
  }

  @Test func aPageHasAtMostAHundredUpdates() async throws {
    let bench = await Bench()
    for index in 0..<120 { try await bench.telegram.send("\(index)", from: bench.alice.id) }
    #expect(await bench.updates().count == 100)
    #expect(await bench.updates(limit: 7).count == 7)
    #expect(await bench.updates(limit: 5000).count == 100)
  }

  @Test func aNegativeOffsetForgetsAllBefore() async throws {
    let bench = await Bench()
    for text in ["a", "b", "c"] { try await bench.telegram.send(text, from: bench.alice.id) }
    #expect(await bench.updates(offset: -1).map { $0["message"]?["text"]?.string } == ["c"])
    #expect(await bench.updates().count == 1)
  }

  @Test(arguments: [Int.min, -101, Int.max]) func offsetsBeyondAllBoundsDoNoHarm(offset: Int) async throws {
    let bench = await Bench()
    try await bench.telegram.send("a", from: bench.alice.id)
    #expect(await bench.updates(offset: offset).count == 1)
  }

  @Test func whoAsksTheSameAgainAtOnceGetsOneUpdate() async throws {
    let bench = await Bench { $0.enforceLimits = true }
    for text in ["a", "b"] { try await bench.telegram.send(text, from: bench.alice.id) }
    #expect(await bench.updates().count == 2)
    #expect(await bench.updates().count == 1)
    bench.clock.advance(.seconds(1))
    #expect(await bench.updates().count == 2)
  }

  @Test func anOffsetOutOfRangeConfirmsNothing() async throws {
    let bench = await Bench()
    try await bench.telegram.send("a", from: bench.alice.id)
    let id = await bench.updates().first?["update_id"]?.int ?? 0
    #expect(await bench.updates(offset: id + 1000).count == 1)
    #expect(await bench.updates(offset: id + 1).isEmpty)
  }

  @Test func idsRestartAtRandomAfterAQuietWeek() async throws {
    func run(_ seed: UInt64, resets: Bool) async throws -> (before: Int, after: Int) {
      let bench = await Bench {
        $0.seed = seed
        $0.resetUpdateIDsAfterQuietWeek = resets
      }
      try await bench.telegram.send("a", from: bench.alice.id)
      let before = await bench.updates().first?["update_id"]?.int ?? 0
      _ = await bench.updates(offset: before + 1)
      bench.clock.advance(.days(7))
      try await bench.telegram.send("b", from: bench.alice.id)
      // The poller still asks with its old offset.
      return (before, await bench.updates(offset: before + 1).first?["update_id"]?.int ?? 0)
    }
    var lower = 0
    for seed in 1...20 {
      let ids = try await run(UInt64(seed), resets: true)
      #expect(ids.after != ids.before + 1 && ids.after != 0)
      if ids.after < ids.before { lower += 1 }
    }
    #expect((1...19).contains(lower))
    let steady = try await run(1, resets: false)
    #expect(steady.after == steady.before + 1)
  }

  @Test func updatesExpire() async throws {
    let bench = await Bench()
    let message = await bench.offer("A")
    try await bench.telegram.send("a", from: bench.alice.id)
    _ = await bench.telegram.startPress(row: 0, column: 0, of: message, from: bench.alice.id)
    #expect(await bench.updates().count == 2)
    bench.clock.advance(.seconds(151))
    #expect(await bench.updates().map { $0["message"]?["text"]?.string } == ["a"])
    bench.clock.advance(.hours(24))
    #expect(await bench.updates().isEmpty)
  }

  @Test func reactionsMustBeAskedFor() async throws {
    let bench = await Bench()
    let id = await bench.offer("A")
    try await bench.telegram.react("👍", to: id, from: bench.alice.id)
    #expect(await bench.updates().isEmpty)
    _ = await bench.call(
      "getUpdates", ["allowed_updates": .array([.string("message_reaction"), .string("message")])])
    try await bench.telegram.react("🔥", to: id, from: bench.alice.id)
    let update = await bench.updates().first?["message_reaction"]
    #expect(update?["old_reaction"]?[0]?["emoji"] == .string("👍"))
    #expect(update?["new_reaction"]?[0]?["emoji"] == .string("🔥"))
    // What was not asked for does not come.
    _ = await bench.telegram.startPress(row: 0, column: 0, of: id, from: bench.alice.id)
    #expect(await bench.updates().count == 1)
  }

  @Test func webhookAndPollingExcludeOneAnother() async throws {
    let bench = await Bench()
    try await bench.telegram.send("a", from: bench.alice.id)
    #expect(await bench.call("setWebhook", ["url": .string("http://example.com")]).status == 400)
    #expect(await bench.call("setWebhook", ["url": .string("https://example.com")]).status == 200)
    #expect(await bench.call("getUpdates").status == 409)
    #expect(await bench.call("getWebhookInfo").result?["pending_update_count"] == .int(1))
    #expect(await bench.call("deleteWebhook", ["drop_pending_updates": .bool(true)]).status == 200)
    #expect(await bench.updates().isEmpty)
    let secret: [String: JSONValue] = ["url": .string("https://example.com"), "secret_token": .string("a b")]
    #expect(await bench.call("setWebhook", secret).status == 400)
  }

  @Test func twoPollersConflict() async {
    let bench = await Bench()
    await withTaskGroup(of: Emulator.PollSignal.self) { group in
      for _ in 0..<2 { group.addTask { await bench.telegram.waitForUpdates() } }
      // Whoever came second took the place of the other.
      #expect(await group.next() == .superseded)
      _ = try? await bench.telegram.send("a", from: bench.alice.id)
      #expect(await group.next() == .available)
    }
  }

  @Test func aSinkGetsUpdatesInOrderAndConfirmsThem() async throws {
    let bench = await Bench()
    let inbox = Inbox()
    try await bench.telegram.send("before", from: bench.alice.id)
    await bench.telegram.setSink { inbox.take($0) }
    try await bench.telegram.send("a", from: bench.alice.id)
    inbox.isBroken.withLock { $0 = true }
    try await bench.telegram.send("b", from: bench.alice.id)
    #expect(await bench.telegram.pendingUpdateCount == 1)
    #expect(await bench.telegram.nextDeadline == bench.clock.now + .seconds(1))
    inbox.isBroken.withLock { $0 = false }
    try await bench.telegram.send("c", from: bench.alice.id)
    #expect(inbox.texts == ["before", "a", "b", "c"])
    #expect(await bench.telegram.pendingUpdateCount == 0)
    let confirmed = await bench.telegram.history().count {
      if case .confirmed = $0.event { true } else { false }
    }
    #expect(confirmed == 4)
  }

  @Test func deliveriesCanBeDoubledSwappedAndHeldBack() async throws {
    let bench = await Bench()
    let inbox = Inbox()
    await bench.telegram.setSink { inbox.take($0) }
    await bench.telegram.duplicateNextUpdates()
    try await bench.telegram.send("a", from: bench.alice.id)
    #expect(inbox.texts == ["a", "a"])
    await bench.telegram.pauseDelivery()
    try await bench.telegram.send("b", from: bench.alice.id)
    try await bench.telegram.send("c", from: bench.alice.id)
    #expect(inbox.texts.count == 2)
    await bench.telegram.swapPendingUpdates()
    await bench.telegram.resumeDelivery()
    #expect(inbox.texts == ["a", "a", "c", "b"])
  }

  @Test func callsFromTheSinkAreAnswered() async throws {
    let bench = await Bench()
    let telegram = bench.telegram
    await telegram.setSink { bytes in
      guard let node = try? JSONNode(parsing: bytes), let update = try? JSONValue(json: node) else { return false }
      guard let chat = update["message"]?["chat"]?["id"] else { return true }
      let echo: [String: JSONValue] = ["chat_id": chat, "text": update["message"]?["text"] ?? .null]
      return await telegram.call("sendMessage", parameters: .object(echo)).status == 200
    }
    try await telegram.send("ping", from: bench.alice.id)
    #expect(await telegram.transcript(bench.alice.id) == "Alice: ping\nRoost: ping")
  }
}

/// Takes updates as a host's inbox does.
final class Inbox: Sendable {
  let isBroken = Mutex(false)
  private let received = Mutex<[JSONValue]>([])

  var updates: [JSONValue] { received.withLock { $0 } }
  var texts: [String] { updates.compactMap { $0["message"]?["text"]?.string } }

  func take(_ bytes: [UInt8]) -> Bool {
    if isBroken.withLock({ $0 }) { return false }
    guard let node = try? JSONNode(parsing: bytes), let update = try? JSONValue(json: node) else { return false }
    received.withLock { $0.append(update) }
    return true
  }
}
