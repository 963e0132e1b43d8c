/// The channels that somebody listens to, on a connection of their own: in RESP2 a connection that subscribes takes no
/// other commands.
final class Subscriber: LinkUser {
  typealias Instant = ContinuousClock.Instant

  let link: Link
  private let silence: Duration
  private var listeners: [String: [Listener]] = [:]
  private var confirmed: Set<String> = []
  /// Requests to subscribe that the server has not confirmed, by channel.
  private var asked: [String: Int] = [:]
  private var lastHeard: Instant
  private var hasAsked = false

  init(_ configuration: RedisConfiguration, now: Instant) {
    link = Link(configuration, database: 0, isWanted: false, now: now)
    silence = configuration.stallTimeout
    lastHeard = now
  }

  func join(_ listener: Listener) {
    let fresh = listener.channels.filter { listeners[$0] == nil }
    for channel in listener.channels { listeners[channel, default: []].append(listener) }
    listener.unconfirmed = listener.channels.subtracting(confirmed)
    if listener.unconfirmed.isEmpty { listener.isComplete() }
    if link.isReady { ask(fresh) }
    link.isWanted = !listeners.isEmpty
  }

  func leave(_ listener: Listener) {
    for channel in listener.channels {
      listeners[channel]?.removeAll { $0 === listener }
      guard listeners[channel]?.isEmpty == true else { continue }
      listeners[channel] = nil
      confirmed.remove(channel)
      if link.isReady { say(["UNSUBSCRIBE", .string(channel)]) }
    }
    link.isWanted = !listeners.isEmpty
  }

  func step(_ now: Instant, mayConnect: Bool) {
    if !link.isWanted, link.descriptor != nil || link.connectingSocket != nil {
      link.rest(now)
      forget()
    }
    link.step(now, mayConnect: mayConnect, for: self)
    guard link.isReady else { return }
    if now >= lastHeard + silence * 2 {
      return link.fail(.connection("the server is silent"), now, self)
    }
    if now >= lastHeard + silence, !hasAsked {
      hasAsked = true
      say(["PING"])
    }
    link.flush(now, for: self)
  }

  func nextStep(mayConnect: Bool) -> Instant? {
    let check = link.isReady ? lastHeard + (hasAsked ? silence * 2 : silence) : nil
    return [check, link.nextStep(mayConnect: mayConnect)].compactMap(\.self).min()
  }

  func stop(_ now: Instant) {
    for listener in listeners.values.joined() { listener.continuation.finish() }
    listeners = [:]
    link.rest(now)
  }

  // MARK: LinkUser

  func linkIsReady(_ now: Instant) {
    hear(now)
    for listener in listeners.values.joined() { listener.unconfirmed = listener.channels }
    ask(Set(listeners.keys))
  }

  func take(_ reply: RedisReply, _ now: Instant) throws(RedisError) {
    hear(now)
    guard let parts = reply.array, parts.count >= 2, let kind = parts[0].string else {
      throw reply.refusal ?? .protocolViolation("a subscription heard something that is no message")
    }
    // Not `string`: a channel that is no UTF-8 is not ours.
    guard let channel = parts[1].string else { return }
    switch kind {
    case "message":
      guard parts.count == 3, let payload = parts[2].bytes else { throw .protocolViolation("a message without a text") }
      for listener in listeners[channel] ?? [] { listener.hear(.message(channel: channel, payload: payload)) }
    case "subscribe":
      confirm(channel)
    default: break
    }
  }

  func linkHasFailed(_ error: RedisError, wasReady: Bool, _ now: Instant) {
    forget()
  }

  // MARK: Parts

  private func hear(_ now: Instant) {
    lastHeard = now
    hasAsked = false
  }

  private func forget() {
    confirmed = []
    asked = [:]
  }

  private func confirm(_ channel: String) {
    let left = (asked[channel] ?? 1) - 1
    asked[channel] = left > 0 ? left : nil
    // A confirmation of an earlier request, before one to unsubscribe, is none of the last.
    guard left <= 0, let waiting = listeners[channel] else { return }
    confirmed.insert(channel)
    for listener in waiting where listener.unconfirmed.remove(channel) != nil && listener.unconfirmed.isEmpty {
      listener.isComplete()
    }
  }

  private func ask(_ channels: Set<String>) {
    for channel in channels {
      asked[channel, default: 0] += 1
      say(["SUBSCRIBE", .string(channel)])
    }
  }

  private func say(_ words: [RedisArgument]) {
    // Only a name of megabytes fails, and nobody can publish on it either.
    if let bytes = try? RedisArgument.encode(words) { link.write(bytes) }
  }
}
