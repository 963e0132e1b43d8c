import PluginAPI
import Synchronization

/// Leaves a model alone that does not serve a purpose at the moment, so that people do not wait for it in vain.
final class ModelBreaker: Sendable {
  /// What is judged by itself.
  struct Key: Hashable, Sendable {
    var route: String
    var purpose: String
  }

  private struct Record {
    /// The latest ends, oldest first: when, and whether it went well.
    var ends: [(at: Instant, isGood: Bool)] = []
    var failuresInRow = 0
    var restsUntil: Instant?
    /// Somebody tries whether it is back.
    var isTried = false
  }

  static let failures = 5
  static let window = Duration.seconds(60)
  static let minimum = 10
  static let rest = Duration.seconds(30)

  private let records = Mutex<[Key: Record]>([:])

  init() {}

  /// Whether to ask now. After a rest one may, until it is known how that went.
  func admits(_ key: Key, now: Instant) -> Bool {
    records.withLock { records in
      guard let until = records[key]?.restsUntil else { return true }
      guard until <= now, records[key]?.isTried == false else { return false }
      records[key]?.isTried = true
      return true
    }
  }

  /// - Returns: whether it rests from now on.
  func ended(_ key: Key, well isGood: Bool, now: Instant) -> Bool {
    records.withLock { records in
      var record = records[key] ?? Record()
      defer { records[key] = record }
      if isGood, record.restsUntil != nil {
        record = Record()
        return false
      }
      record.isTried = false
      record.ends.append((now, isGood))
      record.ends.removeAll { $0.at < now - Self.window }
      if record.ends.count > 1000 { record.ends.removeFirst() }
      record.failuresInRow = isGood ? 0 : record.failuresInRow + 1
      guard !isGood else { return false }
      let bad = record.ends.count { !$0.isGood }
      let isMostlyBad = record.ends.count >= Self.minimum && bad * 2 > record.ends.count
      guard record.restsUntil != nil || record.failuresInRow >= Self.failures || isMostlyBad else { return false }
      record.restsUntil = now + Self.rest
      return true
    }
  }

  /// An end that says nothing of the model.
  func ended(_ key: Key) { records.withLock { $0[key]?.isTried = false } }

  /// How many rest.
  func resting(now: Instant) -> Int { records.withLock { $0.values.count { ($0.restsUntil ?? now) > now } } }
}
