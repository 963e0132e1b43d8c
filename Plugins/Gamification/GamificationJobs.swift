import Contracts
import PluginAPI

/// Closes the days that are over; every day, ten minutes after the person's day began.
struct CloseDay: JobPayload {
  static let name = "gamification.close_day"
}

/// Counts the days again, because something changed the past or the schedule is late.
struct CountAgain: JobPayload {
  static let name = "gamification.count_again"
}

/// Tells in the morning what the night did: a freeze that saved a streak, a streak that ended.
struct TellNews: JobPayload {
  static let name = "gamification.tell_news"
  var date: LocalDate
}

extension GamificationPlugin {
  @ContributionBuilder var jobs: Contributions {
    Job(CloseDay.self) { turn, _ in try await closeDays(turn, by: "job") }
    Job(CountAgain.self) { turn, _ in try await closeDays(turn, by: "lazy") }
    Job(TellNews.self, maximumAttempts: 3) { turn, job in try await tellNews(turn, of: job.date) }
  }

  /// How many days back closures are looked at again when late data comes in.
  private static let window = 14

  /// Folds the log up to the last day that is over. Does the same whenever and however often it runs.
  private func closeDays(_ turn: Turn, by what: String) async throws {
    let person = turn.person.id
    let row = try await people.find(person, turn)
    let last = lastClosed(turn, row)
    // After a flight east the day is not over everywhere: it is closed when it is, not a day later.
    if let end = DayBoundary.endOfGrace(turn.person, at: turn.now, previous: previousZone(row)) {
      turn.enqueue(CountAgain(), .at(end), unique: "grace")
    }
    let found = try await reader.replay(
      of: person, row: row, closed: last, today: turn.person.logicalDate(turn.now), turn)
    guard let replay = found?.replay, replay.closed.through == last else { return }
    let since = last.adding(days: -Self.window)
    let known = try await closures.closures(of: person, since: since, turn)
    let byDate = Dictionary(known.map { ($0.date, $0) }) { first, _ in first }

    turn.write(people.save(replay, of: person))
    var newest: Closure?
    for outcome in replay.outcomes where outcome.date <= last && outcome.date > since {
      let closure = Closure(outcome)
      if let stored = byDate[closure.date] {
        if stored != closure { turn.write(closures.update(closure, of: person)) }
        continue
      }
      // Of somebody whose days were never closed only the last one is news.
      guard row.closedThrough.map({ outcome.date > $0 }) ?? (outcome.date == last) else { continue }
      turn.write(closures.insert(closure, of: person, at: turn.now, by: what))
      turn.publish(
        DayClosed(
          date: closure.date, endedStreaks: outcome.ended, savedByFreeze: closure.saved,
          freezesLeft: closure.freezesLeft))
      newest = closure
    }
    if let newest, newest.date == last, newest.isEventful, row.mode == .full { announce(newest, turn) }
  }

  private func announce(_ closure: Closure, _ turn: Turn) {
    let morning = morning(after: closure.date, turn)
    guard turn.now < morning + .hours(12) else { return }
    turn.enqueue(TellNews(date: closure.date), .at(max(morning, turn.now)), unique: "news")
  }

  private func morning(after date: LocalDate, _ turn: Turn) -> Instant {
    turn.person.zone.instant(of: LocalDateTime(date.adding(days: 1), configuration.morning))
  }

  private func tellNews(_ turn: Turn, of date: LocalDate) async throws {
    let person = turn.person
    guard !person.isBlocked, !person.isLeaving, turn.now < morning(after: date, turn) + .hours(12) else { return }
    let row = try await people.find(person.id, turn)
    guard row.mode == .full, !(try await silence.holds(for: person.id, now: turn.now, turn)) else { return }
    // Read anew: somebody may have logged yesterday meanwhile.
    let closure = try await closures.closures(of: person.id, since: date, turn).first { $0.date == date }
    guard let closure, closure.isEventful else { return }
    let today = person.logicalDate(turn.now)
    let found = try await reader.replay(of: person.id, row: row, closed: lastClosed(turn, row), today: today, turn)
    guard let found else { return }
    let text = News(closure: closure, replay: found.replay, goals: found.goals).text(turn)
    guard !text.isEmpty else { return }
    turn.send(
      Card(text),
      options: SendOptions(
        priority: .reminder, whenAmbiguous: .drop, expires: turn.now + .hours(12), isSilent: true))
  }
}
