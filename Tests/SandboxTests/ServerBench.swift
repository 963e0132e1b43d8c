import CivilTime
import HTTPClient
import Sandbox
import TelegramBotAPI
import Testing

/// A sandbox on a real port, for as long as `run` takes.
struct ServerBench {
  let bench: Bench
  let clock: FakeHostClock
  let client: HTTPClient
  let base: String
  var token: String { bench.telegram.configuration.token }

  static func run(pages: PageFiles = PageFiles(), _ test: (ServerBench) async throws -> Void) async throws {
    let bench = await Bench()
    let clock = FakeHostClock(bench.clock)
    var configuration = SandboxServer.Configuration()
    configuration.port = 0
    configuration.zone = "Europe/Berlin"
    let server = SandboxServer(
      emulator: bench.telegram, clock: clock, pages: pages, zones: try? TimeZoneDatabase(), configuration: configuration
    )
    let client = try HTTPClient()
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run { port.yield($0) } }
      defer { group.cancelAll() }
      for await number in ports {
        let bench = ServerBench(bench: bench, clock: clock, client: client, base: "http://127.0.0.1:\(number)")
        try await test(bench)
        break
      }
    }
    await client.shutdown()
  }

  func get(_ path: String, _ headers: [(String, String)] = []) async throws -> HTTPResponse {
    try await client.execute(HTTPRequest(url: base + path, headers: headers))
  }

  func post(_ path: String, _ body: [UInt8], type: String = "application/json", _ headers: [(String, String)] = [])
    async throws -> HTTPResponse
  {
    let headers = [("Content-Type", type)] + headers
    return try await client.execute(HTTPRequest(method: .post, url: base + path, headers: headers, body: body))
  }

  /// A call of the Bot API with a JSON body.
  func call(_ method: String, _ parameters: [String: JSONValue]) async throws -> HTTPResponse {
    try await post("/bot\(token)/\(method)", JSONValue.object(parameters).jsonBytes())
  }

  /// A call of the chat page's API.
  func page(_ name: String, _ body: [String: JSONValue]) async throws -> HTTPResponse {
    try await post("/sandbox/api/\(name)", JSONValue.object(body).jsonBytes())
  }
}

extension HTTPResponse {
  var json: JSONValue? {
    guard let node = try? JSONNode(parsing: body) else { return nil }
    return try? JSONValue(json: node)
  }
}
