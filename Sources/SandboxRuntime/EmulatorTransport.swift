import CivilTime
package import Host
package import Sandbox
package import TelegramBotAPI

/// Calls an emulator in the process: the same answers as over HTTP, without sockets.
package struct EmulatorTransport: TelegramTransport {
  private let emulator: Emulator
  private let clock: any HostClock

  package init(emulator: Emulator, clock: any HostClock) {
    self.emulator = emulator
    self.clock = clock
  }

  package func perform(_ call: BotAPICall, timeout: Duration) async -> CallOutcome {
    guard let parameters = try? JSONValue(parsing: call.parameters) else {
      return .notSent(reason: "the parameters of \(call.method) are not JSON")
    }
    let answer = await emulator.call(call.method, parameters: parameters, attachments: call.attachments)
    return await outcome(answer, timeout)
  }

  package func download(_ path: String, limit: Int, timeout: Duration) async -> CallOutcome {
    guard let file = await emulator.download(path: path) else { return .answered(status: 404, body: []) }
    guard file.bytes.count <= limit else { return .ambiguous(reason: "the answer is too large") }
    return .answered(status: 200, body: file.bytes)
  }

  private func outcome(_ answer: EmulatorAnswer, _ timeout: Duration) async -> CallOutcome {
    switch answer {
    case .http(let status, _, let body): return .answered(status: status, body: body)
    case .cut(let executed): return .ambiguous(reason: executed ? "cut after the effect" : "cut before the effect")
    case .delayed(let delay, let later):
      do { try await clock.sleep(for: min(delay, timeout)) } catch { return .ambiguous(reason: "cancelled") }
      return delay > timeout ? .ambiguous(reason: "no answer in time") : await outcome(later, timeout)
    }
  }
}
