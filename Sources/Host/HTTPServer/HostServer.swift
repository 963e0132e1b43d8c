import Hummingbird
package import Logging
import NIOCore
import PluginAPI

/// The host's own HTTP: the webhook, health and metrics.
package struct HostServer: Sendable {
  private let host: Host
  private let address: (host: String, port: Int)
  private let webhook: (path: String, secret: Secret)?
  private let logger: Logger
  /// Telegram sends at most some hundred KiB; anything larger is not from there.
  private let bodyLimit = 1 << 20

  package init(host: Host, address: (host: String, port: Int), webhook: (path: String, secret: Secret)?, logger: Logger)
  {
    self.host = host
    self.address = address
    self.webhook = webhook
    self.logger = logger
  }

  /// Serves until the task is cancelled.
  package func run(onReady: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
    var quiet = logger
    quiet.logLevel = .error
    let application = Application(
      responder: CallbackResponder { (request: Request, _: BasicRequestContext) in await respond(request) },
      configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port)),
      onServerRunning: { channel in await onReady(channel.localAddress?.port ?? address.port) }, logger: quiet)
    try await application.run()
  }

  private func respond(_ request: Request) async -> Response {
    switch (request.method, request.uri.path) {
    case (.get, "/healthz"): return Self.text(.ok, "ok\n")
    case (.get, "/readyz"):
      let readiness = await host.readiness()
      return Self.text(readiness == .ready ? .ok : .serviceUnavailable, readiness.rawValue + "\n")
    case (.get, "/metrics"): return Self.text(.ok, await host.metricsText())
    case (.post, let path):
      guard let webhook, path == webhook.path else { return Self.text(.notFound, "") }
      return await take(request, webhook.secret)
    default: return Self.text(.notFound, "")
    }
  }

  private func take(_ request: Request, _ secret: Secret) async -> Response {
    // The secret first: nothing of a stranger is read, let alone parsed.
    let given = request.headers[.init("X-Telegram-Bot-Api-Secret-Token") ?? .authorization] ?? ""
    guard Self.isEqual(given, secret.revealed) else {
      logger.warning("webhook called with a wrong secret")
      return Self.text(.unauthorized, "")
    }
    guard let body = try? await request.body.collect(upTo: bodyLimit) else {
      return Self.text(.contentTooLarge, "")
    }
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
