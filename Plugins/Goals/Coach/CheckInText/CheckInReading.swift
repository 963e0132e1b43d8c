import Contracts
import PluginAPI

/// A log entry that a text speaks of.
struct SpokenCheckIn: Codable, Sendable, Hashable {
  var goal: RowID
  var kind: CheckIn.Kind
  var amount: Double?
  var dayOffset: Int
  /// The date, once it is known on which day it was said.
  var date: LocalDate?
}

/// Reads log entries out of a text without a model, and checks those that a model reads.
struct CheckInReading: Sendable {
  let statement: Statement
  /// Goals the text may be about; several when it does not say which.
  let goals: [Goal]

  /// Nil when the text states nothing that happened.
  /// - Parameters:
  ///   - running: goals that can be logged, in the person's order.
  ///   - open: those of them that wait for something today.
  init?(_ text: String, running: [Goal], open: [RowID]) {
    let words = TextWords(text)
    guard let statement = Statement(words) else { return nil }
    let loggable = running.filter { $0.snapshot.kind != .open && $0.snapshot.kind != .milestone }
    var goals = GoalMatch.goals(for: words, among: loggable)
    // "Done", with nothing said of what: the goals of the day.
    if goals.isEmpty, words.words.count <= 4 { goals = Array(loggable.filter { open.contains($0.id) }.prefix(4)) }
    self.statement = statement
    self.goals = goals
  }

  /// The entry for a goal; nil when the text does not fit it.
  func entry(for goal: Goal) -> SpokenCheckIn? {
    let isCounted = goal.snapshot.target != nil
    let amount = statement.amounts.first { Self.fits($0.unit, goal.snapshot.unit) }?.value
    func spoken(_ kind: CheckIn.Kind, _ amount: Double? = nil) -> SpokenCheckIn {
      SpokenCheckIn(goal: goal.id, kind: kind, amount: amount, dayOffset: statement.dayOffset)
    }
    switch statement.outcome {
    case .skipped: return goal.snapshot.kind == .habit ? spoken(.skip) : nil
    case .missed:
      // "I did not smoke" keeps the limit.
      if goal.snapshot.kind == .limit { return spoken(.full) }
      return goal.snapshot.kind == .habit ? spoken(.miss) : nil
    case .minimum: return goal.snapshot.kind == .habit ? spoken(.minimum) : nil
    case .done:
      if isCounted, let amount, amount > 0, amount <= Limits.amount { return spoken(.amount, Quantity.rounded(amount)) }
      if goal.snapshot.kind == .limit || goal.snapshot.kind == .target { return nil }
      return spoken(.full)
    }
  }

  /// Whether a word can stand for the unit of a goal. A goal without a unit takes any number without one.
  private static func fits(_ word: String?, _ unit: String?) -> Bool {
    guard let unit, !unit.isEmpty else { return true }
    guard let word else { return true }
    let own = TextWords(unit).words.first ?? ""
    if own.isEmpty || word.prefix(3) == own.prefix(3) { return true }
    return abbreviations.contains { $0.contains(word) && $0.contains(own) }
  }

  private static let abbreviations: [Set<String>] = [
    ["км", "километр", "километра", "километров", "km", "kms", "kilometers", "kilometres"],
    ["мин", "минут", "минуты", "минута", "минуту", "min", "mins", "minutes", "minute"],
    ["час", "часа", "часов", "ч", "h", "hour", "hours"], ["л", "литр", "литра", "литров", "l", "liter", "liters"],
    ["стр", "страниц", "страницы", "страница", "страницу", "pages", "page"],
    ["раз", "раза", "times", "time"],
  ]
}
