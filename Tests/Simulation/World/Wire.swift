import PluginAPI

/// What goes between a host and the outside: every request takes a while to arrive and its answer to come back, may be
/// lost on either way, and the host may die before and after its effect.
struct Wire {
  enum Answer<Value: Sendable>: Sendable {
    case came(Value)
    /// The request never arrived, and the host knows it.
    case notSent
    /// Nobody at the host knows whether it arrived.
    case lost
  }

  /// How often things go wrong, 0…1.
  struct Trouble {
    var notSent = 0.0
    var lostRequest = 0.0
    var lostAnswer = 0.0
    static let none = Trouble()
  }

  let world: World
  unowned let process: HostProcess
  /// How long one way takes at the most, in microseconds.
  let slowest: Int
  /// Whether a request that is under way arrives although its sender died.
  let outlivesSender: Bool

  /// - Parameter effect: what the other side does; it calls back with its answer.
  func ask<Value: Sendable>(
    _ name: String, _ trouble: Trouble, isPoint: Bool = true,
    _ effect: @escaping (@escaping @Sendable (Value) -> Void) -> Void
  ) async -> Answer<Value> {
    if process.isDead { return .lost }
    if isPoint, process.dies(at: name, .before) { return .lost }
    let fate = world.dice.next()
    let roll = Double(fate >> 11) * 0x1p-53
    let isNotSent = roll < trouble.notSent
    let isLostRequest = !isNotSent && roll < trouble.notSent + trouble.lostRequest
    let isLostAnswer =
      !isNotSent && !isLostRequest && roll < trouble.notSent + trouble.lostRequest + trouble.lostAnswer
    let (out, back) = (world.dice.microseconds(20...slowest), world.dice.microseconds(20...slowest))
    let arrivesAnyway = outlivesSender && world.dice.chance(0.5)
    return await withCheckedContinuation { continuation in
      world.after(out) { [world, process] in
        if isNotSent || isLostRequest || (process.isDead && !arrivesAnyway) {
          if isNotSent || isLostRequest { world.tell("\(process.name) ✂ \(name) does not arrive") }
          return continuation.resume(returning: isNotSent ? .notSent : .lost)
        }
        effect { value in
          let dies = isPoint && process.dies(at: name, .after)
          world.after(back) {
            if isLostAnswer { world.tell("\(process.name) ✂ the answer to \(name) is lost") }
            continuation.resume(returning: process.isDead || isLostAnswer || dies ? .lost : .came(value))
          }
        }
      }
    }
  }
}
