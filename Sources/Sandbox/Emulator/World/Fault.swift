public import TelegramBotAPI

/// A failure that the emulator plays for the next calls that fit.
public struct Fault: Sendable {
  /// What happens to the call.
  public enum Effect: Sendable, Hashable {
    /// 429 with `retry_after`, in seconds; the call has no effect.
    case retryAfter(Int)
    /// A refusal in Telegram's form; the call has no effect.
    case refuse(code: Int, description: String)
    /// A proxy's HTML page with this status (500, 502, …); the call has no effect.
    case html(status: Int)
    /// The call takes effect, its JSON answer arrives cut in half.
    case truncated
    /// The connection is cut before the call takes effect.
    case cutBefore
    /// The call takes effect, its answer never arrives.
    case cutAfter
    /// The call takes effect, its answer comes late.
    case delay(Duration)
  }

  /// The method it is for; `nil`: any.
  public var method: String?
  /// The chat it is for; `nil`: any.
  public var chat: Int?
  /// How many more calls it meets.
  public var times: Int
  /// How many calls that fit pass unharmed before.
  public var skipping: Int
  public var effect: Effect
  /// A further condition on the parameters.
  public var condition: (@Sendable (JSONValue) -> Bool)?

  /// Creates a fault for the next `times` calls of `method` to `chat`.
  public init(
    _ effect: Effect, method: String? = nil, chat: Int? = nil, times: Int = 1, skipping: Int = 0,
    where condition: (@Sendable (JSONValue) -> Bool)? = nil
  ) {
    self.effect = effect
    self.method = method
    self.chat = chat
    self.times = times
    self.skipping = skipping
    self.condition = condition
  }

  func fits(_ method: String, _ arguments: Arguments) -> Bool {
    if let wanted = self.method, wanted.lowercased() != method.lowercased() { return false }
    if let chat, chat != arguments.integer("chat_id") { return false }
    return condition?(.object(arguments.values)) ?? true
  }
}

extension World {
  /// The effect of the first fault that fits this call, counted down.
  mutating func takeFault(_ method: String, _ arguments: Arguments) -> Fault.Effect? {
    guard let index = faults.firstIndex(where: { $0.times > 0 && $0.fits(method, arguments) }) else { return nil }
    if faults[index].skipping > 0 {
      faults[index].skipping -= 1
      return nil
    }
    let effect = faults[index].effect
    faults[index].times -= 1
    if faults[index].times <= 0 { faults.remove(at: index) }
    return effect
  }
}
