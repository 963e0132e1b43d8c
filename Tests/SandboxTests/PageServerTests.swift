import CivilTime
import HTTPClient
import Sandbox
import TelegramBotAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct PageServerTests {
  @Test func thePageAndItsState() async throws {
    let pages = PageFiles(["index.html": Array("<p>hi</p>".utf8), "app.js": Array("1".utf8)])
    try await ServerBench.run(pages: pages) { server async throws in
      let index = try await server.get("/")
      #expect(index.body == Array("<p>hi</p>".utf8))
      #expect(index.headers["Content-Type"]?.hasPrefix("text/html") == true)
      #expect(try await server.get("/app.js").headers["Content-Type"]?.hasPrefix("text/javascript") == true)
      server.clock.schedule(server.clock.now + .minutes(5))
      _ = await server.bench.offer("A")
      let state = try await server.get("/sandbox/api/state").json
      #expect(state?["bot"]?["username"] == .string("roost_bot"))
      #expect(state?["zone"] == .string("Europe/Berlin"))
      #expect(state?["now"] == .int(1_790_000_000_000))
      #expect(state?["next_due"] == .int(1_790_000_300_000))
      #expect(state?["people"]?[0]?["first_name"] == .string("Alice"))
      let message = state?["chats"]?[0]?["messages"]?[0]
      #expect(message?["text"] == .string("Choose") && message?["date"] == .int(1_790_000_000_000))
      #expect(message?["keyboard"]?[0]?[0]?["index"] == .array([.int(0), .int(0)]))
    }
  }

  @Test func whatPeopleDoAtThePage() async throws {
    try await ServerBench.run { server async throws in
      let telegram = server.bench.telegram
      #expect(try await server.page("send", ["person": .int(1001), "text": .string("/start")]).status == 200)
      let place: [String: JSONValue] = ["person": .int(1001), "latitude": .double(52.5), "longitude": .double(13.4)]
      #expect(try await server.page("location", place).status == 200)
      let edit: [String: JSONValue] = ["person": .int(1001), "message": .int(1), "text": .string("/stop")]
      #expect(try await server.page("edit", edit).status == 200)
      let card = await server.bench.offer("A")
      let press: [String: JSONValue] = [
        "person": .int(1001), "message": .int(card), "row": .int(0), "column": .int(0),
      ]
      #expect(try await server.page("press", press).json == .object(["ok": .bool(true)]))
      let missing = try await server.page("press", press.merging(["row": .int(9)]) { $1 })
      #expect(missing.status == 400 && missing.json?["error"] == .string("There is no such button."))
      let react: [String: JSONValue] = ["person": .int(1001), "message": .int(card), "emoji": .string("👍")]
      #expect(try await server.page("react", react).status == 200)
      #expect(try await server.page("delete", ["person": .int(1001), "message": .int(1)]).status == 200)
      #expect(await telegram.transcript(1001) == "Alice: {location}\nRoost: Choose\n  [A]")
      let added = try await server.page("person", ["first_name": .string("Борис"), "language_code": .string("ru")])
      #expect(added.json?["person"]?["id"] == .int(1002))
      let change: [String: JSONValue] = ["id": .int(1002), "stars": .int(7), "blocked": .bool(true)]
      #expect(try await server.page("person/update", change).status == 200)
      #expect(await telegram.person(1002)?.stars == 7)
      #expect(await telegram.person(1002)?.hasBlockedBot == true)
      #expect(try await server.page("send", ["person": .int(1002), "text": .string("x")]).status == 400)
      #expect(try await server.page("send", ["text": .string("x")]).status == 400)
      #expect(try await server.page("nonsense", ["person": .int(1001)]).status == 404)
      #expect(try await server.post("/sandbox/api/send", Array("x".utf8)).status == 400)
    }
  }

  @Test func photosGoUpAndComeBackHarmless() async throws {
    try await ServerBench.run { server async throws in
      let up = "/sandbox/api/upload?person=1001&kind=photo&name=p.png&caption=me%20%26%20you"
      #expect(try await server.post(up, pixel, type: "image/png").status == 200)
      let message = await server.bench.telegram.messages(in: 1001).first
      #expect(message?.text == "me & you")
      let id = message?.json["photo"]?[0]?["file_id"]?.string ?? ""
      let file = try await server.get("/sandbox/api/file/\(id)")
      #expect(file.body == pixel && file.headers["Content-Type"] == "image/png")
      #expect(try await server.post(up, Array("no picture".utf8), type: "image/png").status == 400)
      let page = "/sandbox/api/upload?person=1001&kind=document&name=x.html"
      _ = try await server.post(page, Array("<script>".utf8), type: "text/html")
      let html = await server.bench.telegram.messages(in: 1001).last?.json["document"]?["file_id"]?.string ?? ""
      let answer = try await server.get("/sandbox/api/file/\(html)")
      #expect(answer.headers["Content-Type"] == "application/octet-stream")
      #expect(answer.headers["Content-Security-Policy"]?.hasPrefix("sandbox") == true)
    }
  }

  @Test func paymentsAtThePage() async throws {
    try await ServerBench.run { server async throws in
      let invoice: [String: JSONValue] = [
        "title": .string("T"), "description": .string("D"), "payload": .string("p"), "currency": .string("XTR"),
        "prices": .array([.object(["label": .string("L"), "amount": .int(5)])]),
      ]
      let link = await server.bench.call("createInvoiceLink", invoice).result?.string ?? ""
      let slug = String(link.dropFirst("https://t.me/$".count))
      #expect(try await server.get("/sandbox/api/invoice/\(slug)").json?["amount"] == .int(5))
      #expect(try await server.get("/sandbox/api/invoice/nothing").status == 404)
      #expect(try await server.page("pay", ["person": .int(1001), "slug": .string(slug)]).status == 200)
      #expect(await server.bench.updates().last?["pre_checkout_query"]?["invoice_payload"] == .string("p"))
      await server.bench.telegram.setStars(1, of: 1001)
      let poor = try await server.page("pay", ["person": .int(1001), "slug": .string(slug)])
      #expect(poor.json?["error"] == .string("Not enough Stars."))
    }
  }

  @Test func theClockStopsAtEverythingDue() async throws {
    try await ServerBench.run { server async throws in
      let start = server.clock.now
      server.clock.schedule(start + .minutes(1), start + .minutes(2), start + .hours(2))
      #expect(try await server.page("clock", ["advance": .int(3600)]).status == 200)
      #expect(server.clock.visited == [start + .minutes(1), start + .minutes(2), start + .hours(1)])
      #expect(try await server.page("clock", ["next": .bool(true)]).status == 200)
      #expect(server.clock.now == start + .hours(2))
      #expect(try await server.page("clock", ["next": .bool(true)]).json?["error"] == .string("Nothing is scheduled."))
      #expect(try await server.page("clock", ["to": .int(5)]).json?["error"] == .string("The clock cannot go back."))
      #expect(try await server.page("clock", ["advance": .int(-5)]).status == 400)
    }
  }

  @Test func theClockKnowsLocalTimes() async throws {
    try await ServerBench.run { server async throws in
      // The clock stands at 2026-09-21 16:53:20 in Berlin.
      let tomorrow: [String: JSONValue] = ["local": .string("08:00"), "days": .int(1)]
      #expect(try await server.page("clock", tomorrow).status == 200)
      #expect(server.clock.now == Instant(unixSeconds: 1_790_056_800))
      #expect(try await server.page("clock", ["local": .string("07:00")]).status == 200)
      #expect(server.clock.now == Instant(unixSeconds: 1_790_056_800) + .hours(23))
      #expect(try await server.page("clock", ["dst": .bool(true)]).status == 200)
      // 2026-10-25 01:00 UTC, when summer time ends.
      #expect(server.clock.now == Instant(unixSeconds: 1_792_890_000))
      #expect(try await server.page("clock", ["dst": .bool(true), "zone": .string("Nowhere/Land")]).status == 400)
      #expect(try await server.page("clock", ["local": .string("25:00")]).status == 400)
    }
  }

  @Test func eventsStream() async throws {
    try await ServerBench.run { server async throws in
      // The stream never ends by itself: it is read until the client has had enough.
      let request = HTTPRequest(
        url: server.base + "/sandbox/api/events", timeout: .seconds(20), maximumResponseBytes: 4000)
      await withTaskGroup(of: Bool.self) { group in
        group.addTask {
          do { return try await server.client.execute(request).status == 200 } catch {
            return (error as? HTTPError)?.code == .tooLarge
          }
        }
        group.addTask {
          while !Task.isCancelled { _ = try? await server.bench.telegram.send("hello", from: 1001) }
          return false
        }
        // 4,000 bytes have come, so the events do.
        #expect(await group.next() == true)
        group.cancelAll()
      }
    }
  }
}
