public import CivilTime
import HTTPClient
import Hummingbird
import Logging
import TelegramBotAPI

/// The emulator over HTTP on this computer: the Bot API for any client, webhooks, and the chat page with its API.
public struct SandboxServer: Sendable {
  /// Where and for whom it listens.
  public struct Configuration: Sendable {
    /// The address to listen on. Anything but this computer's own lets others talk to the bot as anybody.
    public var host = "127.0.0.1"
    /// The port; 0 lets the system choose.
    public var port = 8081
    /// Further names that a request's `Host` may have, without port.
    public var allowedHosts: Set<String> = []
    /// The zone in which the page shows times, until it chooses another.
    public var zone = "UTC"

    /// Port 8081 of this computer.
    public init() {}
  }

  private let emulator: Emulator
  private let pages: PageFiles
  private let configuration: Configuration
  private let botAPI: BotAPIService
  private let page: PageService
  private let fence: LoopbackGuard

  /// Creates a server; `run` starts it. Without `zones` the clock cannot be moved to local times.
  public init(
    emulator: Emulator, clock: any SandboxClock, pages: PageFiles = PageFiles(), zones: TimeZoneDatabase? = nil,
    configuration: Configuration = Configuration()
  ) {
    self.emulator = emulator
    self.pages = pages
    self.configuration = configuration
    botAPI = BotAPIService(emulator: emulator)
    page = PageService(
      emulator: emulator, driver: ClockDriver(clock, emulator: emulator), zone: configuration.zone, zones: zones)
    fence = LoopbackGuard(allowedHosts: configuration.allowedHosts)
  }

  /// Serves until the task is cancelled. `onReady` gets the port once requests are accepted.
  /// - Throws: what Hummingbird throws when the port cannot be had, or an `HTTPError` if webhooks cannot be sent.
  public func run(onReady: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
    let client = try HTTPClient()
    // Errors are answered; what Hummingbird logs when clients hang up or the server is stopped helps nobody.
    var logger = Logger(label: "roost.sandbox.http")
    logger.logLevel = .critical
    let application = Application(
      responder: CallbackResponder { (request: Request, _: BasicRequestContext) in try await respond(to: request) },
      configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port)),
      onServerRunning: { channel in await onReady(channel.localAddress?.port ?? configuration.port) },
      logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await WebhookDelivery(emulator: emulator, client: client).run() }
      group.addTask { await page.driver.follow() }
      group.addTask {
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(15))
          await emulator.publish(.ping)
        }
      }
      group.addTask { try await application.run() }
      // The first to end is the server: it was cancelled, told to stop, or could not start.
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func respond(to request: Request) async throws -> Response {
    let origin = request.headers[.origin]
    guard fence.allows(host: request.head.authority, origin: origin) else {
      return Self.response(.bytes(status: 403, contentType: "text/plain", body: Array("Wrong host".utf8)))
    }
    let buffer = try await request.body.collect(upTo: 60 << 20)
    let web = WebRequest(
      method: request.method.rawValue, path: URLForm.decode(request.uri.path, plusIsSpace: false),
      query: URLForm.pairs(request.uri.query ?? ""), contentType: request.headers[.contentType] ?? "",
      body: Array(buffer.readableBytesView))
    if BotAPIService.serves(web.path) { return Self.response(await botAPI.respond(to: web)) }
    if web.path.hasPrefix(PageService.prefix) { return Self.response(await page.respond(to: web)) }
    guard web.method == "GET", let file = pages.file(at: web.path) else { return Self.response(.notFound) }
    return Self.response(.bytes(status: 200, contentType: file.contentType, body: file.bytes))
  }

  private static func response(_ response: WebResponse) -> Response {
    switch response {
    case .bytes(let status, let type, let body):
      return Response(
        status: .init(code: status), headers: [.contentType: type, .cacheControl: "no-store"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    case .foreign(let type, let body, let isDownload):
      var headers: HTTPFields = [.contentType: type]
      headers[.contentSecurityPolicy] = "sandbox; default-src 'none'"
      headers[.xContentTypeOptions] = "nosniff"
      if isDownload { headers[.contentDisposition] = "attachment" }
      return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    case .events(let events):
      return Response(
        status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
        body: ResponseBody { writer in
          try await writer.write(ByteBuffer(string: ": hello\n\n"))
          for await event in events {
            if event == .ping {
              try await writer.write(ByteBuffer(string: ": ping\n\n"))
            } else {
              try await writer.write(ByteBuffer(bytes: Array("data: ".utf8) + event.json.jsonBytes() + [0x0A, 0x0A]))
            }
          }
          try await writer.finish(nil)
        })
    case .cut:
      // More is announced than comes, then the connection ends.
      return Response(
        status: .ok, headers: [.contentLength: "1000"], body: ResponseBody(contentLength: 1000) { _ in throw Cut() })
    }
  }

  private struct Cut: Error {}
}
