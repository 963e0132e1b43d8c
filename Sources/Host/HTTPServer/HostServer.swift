import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import PluginAPI

/// The host's own HTTP: the webhook, health and metrics.
package struct HostServer: Sendable {
  private let host: Host
  private let address: (host: String, port: Int)
  private let webhook: (path: String, secret: Secret)?
  private let logger: Logger
  private let connections: OpenConnections
  /// Telegram sends at most some hundred KiB; anything larger is not from there.
  private let bodyLimit = 1 << 20

  package init(
    host: Host, address: (host: String, port: Int), webhook: (path: String, secret: Secret)?, logger: Logger,
    limits: ServerLimits = ServerLimits()
  ) {
    self.host = host
    self.address = address
    self.webhook = webhook
    self.logger = logger
    connections = OpenConnections(limits)
  }

  /// Serves until the task is cancelled.
  package func run(onReady: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
    let application = Application(
      responder: CallbackResponder { (request: Request, context: ConnectedContext) in
        connections.asks(context.channel)
        defer { connections.isAnswered(context.channel) }
        return await respond(request, context.channel)
      },
      server: .http1(configuration: HTTP1Channel.Configuration(additionalChannelHandlers: [Doorkeeper(connections)])),
      configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port), backlog: 1024),
      onServerRunning: { channel in
        let look = channel.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
          connections.closeOverdue()
        }
        channel.closeFuture.whenComplete { _ in look.cancel() }
        await onReady(channel.localAddress?.port ?? address.port)
      }, logger: ServerLog.logger(logger))
    try await application.run()
  }

  private func respond(_ request: Request, _ channel: any Channel) async -> Response {
    switch (request.method, request.uri.path) {
    case (.get, "/healthz"): return Self.text(.ok, "ok\n")
    case (.get, "/readyz"):
      let readiness = await host.readiness()
      return Self.text(readiness == .ready ? .ok : .serviceUnavailable, readiness.rawValue + "\n")
    case (.get, "/metrics"):
      var own = MetricsText()
      own.gauge("roost_http_connections", Double(connections.count))
      own.counter("roost_http_connections_closed_total", Double(connections.closed))
      return Self.text(.ok, await host.metricsText() + own.text)
    case (.post, let path):
      guard let webhook, path == webhook.path else { return Self.text(.notFound, "") }
      return await take(request, webhook.secret, channel)
    default: return Self.text(.notFound, "")
    }
  }

  private func take(_ request: Request, _ secret: Secret, _ channel: any Channel) async -> Response {
    // The secret first: nothing of a stranger is read, let alone parsed.
    let given = request.headers[.init("X-Telegram-Bot-Api-Secret-Token") ?? .authorization] ?? ""
    guard Self.isEqual(given, secret.revealed) else {
      logger.warning("webhook called with a wrong secret")
      return Self.text(.unauthorized, "")
    }
    guard let body = try? await request.body.collect(upTo: bodyLimit) else {
      return Self.text(.contentTooLarge, "")
    }
    connections.isServed(channel)
    do {
      try await host.intake.accept([Array(body.readableBytesView)], movesCursor: false)
      return Self.text(.ok, "")
    } catch {
      logger.error("update not stored; Telegram will send it again", metadata: ["reason": "\(error)"])
      var response = Self.text(.serviceUnavailable, "")
      response.headers[.retryAfter] = "3"
      return response
    }
  }

  /// Takes as long whatever differs, so that nobody learns the secret byte by byte.
  private static func isEqual(_ given: String, _ expected: String) -> Bool {
    let given = Array(given.utf8)
    let expected = Array(expected.utf8)
    var difference = given.count ^ expected.count
    for index in expected.indices {
      difference |= Int(expected[index] ^ (index < given.count ? given[index] : 0))
    }
    return difference == 0
  }

  private static func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
    Response(
      status: status, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

/// What a request knows of its connection.
private struct ConnectedContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
