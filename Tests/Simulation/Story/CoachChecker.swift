import Host
import PluginAPI

/// What must hold of the five plugins that ship, whatever people did, once nothing is under way.
struct CoachChecker {
  let memory: MemoryDatabase
  let now: Instant
  /// Who had points switched off for a while: what they did then brought none.
  let withoutPoints: Set<Int64>

  private static let noPoints = "a check-in brought no points"

  /// Each finds what must not be.
  private var faults: [(name: String, query: SQL)] {
    [
      ("an item is in quarantine", "SELECT reason FROM roost_inbox WHERE state = 3"),
      ("a job is dead", "SELECT name, error FROM roost_job WHERE state = 3"),
      ("Telegram refused a call", "SELECT method, error FROM roost_outbox WHERE state = 4"),
      // A success is always worth something, unless the day has points enough or the goal is younger than an hour.
      (
        Self.noPoints,
        """
        SELECT c.id, c.person, c.kind FROM goals_check_in c JOIN goals_goal g ON g.id = c.goal
        WHERE g.activated_at < c.logged_at - \(3600 * 1_000_000) AND c.state = 0 AND c.kind = 'full' AND c.is_backdated = 0
        AND NOT EXISTS (SELECT 1 FROM gamification_person p WHERE p.person = c.person AND p.mode = 'off')
        AND NOT EXISTS (SELECT 1 FROM gamification_ledger l WHERE l.goal = c.goal AND l.date = c.logical_date)
        AND (SELECT COUNT(DISTINCT l.goal) FROM gamification_ledger l
          WHERE l.person = c.person AND l.date = c.logical_date) < 3
        """
      ),
      (
        "points without a check-in",
        """
        SELECT l.source FROM gamification_ledger l WHERE substr(l.source, 1, 8) = 'checkin:'
        AND NOT EXISTS (SELECT 1 FROM goals_check_in c WHERE c.person = l.person AND 'checkin:' || c.id = l.source)
        """
      ),
      (
        "points of a check-in that was taken back",
        """
        SELECT l.source FROM gamification_ledger l JOIN goals_check_in c ON 'checkin:' || c.id = l.source
        WHERE c.state = 2 GROUP BY l.source HAVING SUM(l.amount) > 0
        """
      ),
      (
        "a check-in of no goal",
        "SELECT c.id FROM goals_check_in c WHERE NOT EXISTS (SELECT 1 FROM goals_goal g WHERE g.id = c.goal)"
      ),
      (
        "days are not closed",
        """
        SELECT l.person FROM gamification_ledger l WHERE NOT EXISTS (SELECT 1 FROM roost_job j
          WHERE j.person = l.person AND j.name = 'gamification.close_day')
        """
      ),
      (
        "a reminder of an active goal has no schedule",
        """
        SELECT r.slot FROM reminders_rule r JOIN goals_goal g ON g.id = r.goal
        WHERE r.is_enabled = 1 AND g.status = 'active' AND NOT EXISTS (SELECT 1 FROM roost_job j
          WHERE j.person = r.person AND j.name = 'reminders.remind_goal' AND j.unique_key = r.goal)
        """
      ),
      (
        "a schedule has no reminder",
        """
        SELECT j.unique_key FROM roost_job j WHERE j.name = 'reminders.remind_goal' AND NOT EXISTS (
          SELECT 1 FROM reminders_rule r WHERE r.person = j.person AND r.goal = j.unique_key AND r.is_enabled = 1)
        """
      ),
      // What brings people back is a chain of jobs that ends.
      (
        "a reminder without a goal has no schedule",
        """
        SELECT r.slot FROM reminders_rule r
        WHERE r.is_enabled = 1 AND r.goal IS NULL AND r.kind <> 'comeback' AND NOT EXISTS (
          SELECT 1 FROM roost_job j
          WHERE j.person = r.person AND j.name = 'reminders.remind' AND j.unique_key = r.kind)
        """
      ),
      (
        "the end of Premium is not planned",
        """
        SELECT e.person FROM payments_entitlement e WHERE e.until_at > \(now) AND NOT EXISTS (
          SELECT 1 FROM roost_job j WHERE j.person = e.person AND j.name = 'payments.end_premium')
        """
      ),
    ]
  }

  func violations() -> [String] {
    faults.flatMap { fault in
      do {
        let found = try memory.rows(fault.query).filter { row in
          guard fault.name == Self.noPoints else { return true }
          return try !withoutPoints.contains(row.get("person"))
        }
        return found.map { "\(fault.name): \($0)" }
      } catch {
        return ["\(fault.name): \(error)"]
      }
    }
  }
}
