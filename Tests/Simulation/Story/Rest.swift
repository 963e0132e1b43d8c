import Host
import PluginAPI
import Sandbox

/// What is left to do, by the database and by Telegram's queue.
struct Rest {
  let memory: MemoryDatabase
  let telegram: Telegram
  let world: World
  /// Jobs due within this time are waited for; others wait for their day.
  var horizon: Duration = .minutes(30)

  private static let open: [(name: String, query: SQL)] = [
    ("items", "SELECT COUNT(*) AS n FROM roost_inbox WHERE state = 0"),
    ("sends", "SELECT COUNT(*) AS n FROM roost_outbox WHERE state < 2"),
    ("slow work", "SELECT COUNT(*) AS n FROM roost_work"),
    ("lanes", "SELECT COUNT(*) AS n FROM roost_lane WHERE due IS NOT NULL"),
  ]

  private var jobs: SQL {
    "SELECT COUNT(*) AS n FROM roost_job WHERE state = 0 AND due_at < \(world.now + horizon)"
  }

  /// Nothing is left to do.
  func isReached() async -> Bool {
    guard await telegram.emulator.pendingUpdateCount == 0 else { return false }
    return Self.open.allSatisfy { count($0.query) == 0 } && count(jobs) == 0
  }

  /// Waits until nothing is left to do.
  /// - Returns: what is left after ten minutes; nil when it is at rest.
  func wait() async -> String? {
    let start = world.now
    while world.now - start < .minutes(10) {
      await world.sleep(.milliseconds(500))
      if await isReached() { return nil }
    }
    var left = Self.open.map { "\(count($0.query)) \($0.name)" }
    left.append("\(count(jobs)) jobs")
    let sends: SQL = """
      SELECT o.lane, o.state, o.position, l.due, l.owner, l.fence, l.tail FROM roost_outbox o
      LEFT JOIN roost_lane l ON l.key = o.lane WHERE o.state < 2
      """
    left += ((try? memory.rows(sends)) ?? []).map { "\($0)" }
    return "not at rest 10 minutes after the last fault: \(left.joined(separator: ", "))"
  }

  private func count(_ query: SQL) -> Int { (try? memory.rows(query).first?.get("n", as: Int.self)) ?? -1 }
}
