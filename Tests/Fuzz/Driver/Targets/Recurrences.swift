import CivilTime

private let zones: [Zone] = {
  let database = try? TimeZoneDatabase()
  return [.utc] + ["Europe/Berlin", "Pacific/Apia", "America/St_Johns"].compactMap { try? database?.zone($0) }
}()

/// When something recurs, as it is stored.
func fuzzRecurrences(_ input: [UInt8]) {
  let (head, tail) = (Array(input.prefix(17)), Array(input.dropFirst(17)))
  var reader = InputReader(head)
  let zone = zones[Int(reader.byte()) % zones.count]
  let text = String(decoding: tail, as: UTF8.self)
  roundTrip(Recurrence.self, text)
  guard let recurrence = Recurrence(text) else { return }
  let now = Instant(microseconds: reader.int64())
  let before = Instant(microseconds: reader.int64())
  let local = zone.localDateTime(at: before)
  if let next = recurrence.next(after: local) {
    demand(next > local && recurrence.occurs(at: next), "the next is none")
    demand(recurrence.latest(upTo: next) == next, "the latest is another")
    demand(recurrence.count(after: local, upTo: next) == 1, "more than one until the next")
  }
  if let coming = recurrence.occurrence(after: local, notBefore: now, in: zone) {
    demand(coming.instant >= now && coming.local > local, "an occurrence that is over")
  }
  if let due = recurrence.latestDue(after: local, now: now, in: zone) {
    demand(due.occurrence.instant <= now && due.occurrence.local > local && due.skipped >= 0, "due and not come")
  }
}
