import TelegramBotAPI

/// The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`.
struct BotAPIService: Sendable {
  let emulator: Emulator

  static func serves(_ path: String) -> Bool { path.hasPrefix("/bot") || path.hasPrefix("/file/bot") }

  func respond(to request: WebRequest) async -> WebResponse {
    let isFile = request.path.hasPrefix("/file/")
    let parts = request.path.dropFirst(isFile ? 9 : 4).split(separator: "/", maxSplits: 1)
    guard parts.count == 2, parts[0].contains(":") else { return Self.refusal(404, "Not Found") }
    guard parts[0] == emulator.configuration.token else { return Self.refusal(401, "Unauthorized") }
    if isFile {
      guard let file = await emulator.download(path: String(parts[1])) else { return Self.refusal(404, "Not Found") }
      return .bytes(status: 200, contentType: "application/octet-stream", body: file.bytes)
    }
    guard request.method == "GET" || request.method == "POST" else { return Self.refusal(405, "Method Not Allowed") }
    guard let call = Self.read(request) else {
      return Self.refusal(400, "Bad Request: can't parse the request's body")
    }
    let method = String(parts[1])
    if method.lowercased() == "getupdates" { return await poll(method, call) }
    return await Self.response(emulator.call(method, parameters: .object(call.values), attachments: call.files))
  }

  private struct Call {
    var values: Fields
    var files: [Attachment] = []
  }

  private static func read(_ request: WebRequest) -> Call? {
    var call = Call(values: request.query.mapValues { .string($0) })
    guard request.method == "POST", !request.body.isEmpty else { return call }
    let type = request.contentType.lowercased()
    if type.hasPrefix("multipart/form-data") {
      guard let form = MultipartBody(request.body, contentType: request.contentType) else { return nil }
      call.values.merge(form.values.mapValues { .string($0) }) { $1 }
      call.files = form.files
    } else if type.hasPrefix("application/json") {
      guard let fields = request.json else { return nil }
      call.values.merge(fields) { $1 }
    } else {
      let text = String(decoding: request.body, as: UTF8.self)
      call.values.merge(URLForm.pairs(text).mapValues { .string($0) }) { $1 }
    }
    return call
  }

  /// Waits in real time for as long as the poller asks, at most 50 seconds as Telegram does.
  private func poll(_ method: String, _ call: Call) async -> WebResponse {
    let arguments = Arguments(values: call.values)
    let timeout = min(max(arguments.integer("timeout") ?? 0, 0), 50)
    let end = ContinuousClock.now + .seconds(timeout)
    while true {
      let answer = await emulator.call(method, parameters: .object(call.values), attachments: call.files)
      guard answer.result == .array([]), ContinuousClock.now < end else { return await Self.response(answer) }
      let signal = await withTaskGroup(of: Emulator.PollSignal.self) { group in
        group.addTask { await emulator.waitForUpdates() }
        group.addTask {
          try? await Task.sleep(until: end, clock: .continuous)
          return .cancelled
        }
        defer { group.cancelAll() }
        return await group.next() ?? .cancelled
      }
      switch signal {
      case .available: continue
      case .cancelled: return await Self.response(answer)
      case .superseded:
        return Self.refusal(
          409,
          "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
      }
    }
  }

  private static func response(_ answer: EmulatorAnswer) async -> WebResponse {
    switch answer {
    case .http(let status, let type, let body): return .bytes(status: status, contentType: type, body: body)
    case .cut: return .cut
    case .delayed(let time, let answer):
      try? await Task.sleep(for: time)
      return await response(answer)
    }
  }

  private static func refusal(_ code: Int, _ text: String) -> WebResponse {
    .json(
      .object(["ok": .bool(false), "error_code": .int(code), "description": .string(text)]), status: code)
  }
}
