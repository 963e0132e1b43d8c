import DequeModule
import Logging
import PluginAPI
import Synchronization

/// Acknowledges presses of buttons in time, whatever the lane is doing: with the turn's toast, or empty after 700 ms.
///
/// An acknowledgement is no message: it is not stored, and one that gets lost is not sent again.
final class Acknowledger: Sendable {
  static let patience = Duration.milliseconds(700)

  private struct State {
    var open: Set<String> = []
    var deadlines: Deque<(id: String, at: Instant)> = []
  }

  private let transport: any TelegramTransport
  private let clock: any HostClock
  private let lanes: Lanes
  private let logger: Logger
  private let alarm: Alarm
  private let state = Mutex(State())

  init(transport: any TelegramTransport, clock: any HostClock, lanes: Lanes, logger: Logger) {
    self.transport = transport
    self.clock = clock
    self.lanes = lanes
    self.logger = logger
    alarm = Alarm(clock: clock)
  }

  /// A press came in.
  func expect(_ id: String) {
    let isFirst = state.withLock { state -> Bool in
      guard state.open.insert(id).inserted else { return false }
      state.deadlines.append((id, clock.now + Acknowledger.patience))
      return state.deadlines.count == 1
    }
    if isFirst { alarm.ring() }
  }

  /// Claims the answer for a turn.
  /// - Returns: false when it was given already.
  func reserve(_ id: String) -> Bool {
    state.withLock { state in
      guard state.open.contains(id) else { return false }
      // From here on the turn answers, however long its commit takes.
      state.deadlines.removeAll { $0.id == id }
      return true
    }
  }

  /// Answers with the turn's toast, unless it was answered.
  func answer(_ id: String, _ toast: Decision.Toast?) {
    guard state.withLock({ $0.open.remove(id) }) != nil else { return }
    lanes.spawn { [self] in await send(id, toast) }
  }

  func loop() async {
    while !Task.isCancelled {
      let now = clock.now
      let (due, next) = state.withLock { state -> ([String], Instant?) in
        var due: [String] = []
        while let head = state.deadlines.first {
          if !state.open.contains(head.id) {
            state.deadlines.removeFirst()
          } else if head.at <= now {
            state.deadlines.removeFirst()
            state.open.remove(head.id)
            due.append(head.id)
          } else {
            break
          }
        }
        return (due, state.deadlines.first?.at)
      }
      for id in due { lanes.spawn { [self] in await send(id, nil) } }
      await alarm.wait(until: next)
    }
  }

  private func send(_ id: String, _ toast: Decision.Toast?) async {
    let text = toast.map { Text($0.text).truncated(to: 200).string }
    let method = AnswerCallbackQuery(
      callbackQueryID: id, text: text?.isEmpty == false ? text : nil, showAlert: toast?.isAlert == true ? true : nil)
    guard let call = try? method.call() else { return }
    if case .failure(let error) = await transport.perform(call, timeout: .seconds(10)).reply {
      logger.debug("press not acknowledged", metadata: ["reason": "\(error)"])
    }
  }
}
