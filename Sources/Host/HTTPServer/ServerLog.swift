import Logging

/// Passes on what Hummingbird reports, except that its task was cancelled: it calls an orderly stop an error.
struct ServerLog: LogHandler {
  private var inner: any LogHandler

  /// A logger for the server.
  static func logger(_ logger: Logger) -> Logger {
    var quiet = Logger(label: logger.label) { _ in ServerLog(inner: logger.handler) }
    quiet.logLevel = .error
    return quiet
  }

  var logLevel: Logger.Level {
    get { inner.logLevel }
    set { inner.logLevel = newValue }
  }

  var metadata: Logger.Metadata {
    get { inner.metadata }
    set { inner.metadata = newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { inner[metadataKey: key] }
    set { inner[metadataKey: key] = newValue }
  }

  func log(event: LogEvent) {
    if event.message.description.hasSuffix("CancellationError()") { return }
    inner.log(event: event)
  }
}
