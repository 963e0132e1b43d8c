/// A time zone of the IANA database with its rules, as an immutable value that is cheap to copy.
///
/// Get one from a `TimeZoneDatabase`, keep its `id` in your tables, and ask the zone: what the clock shows at an
/// instant, and when it shows a time. Seconds are the finest unit: an instant's fraction of a second is dropped.
/// Dates stop at 0001-01-01 and 9999-12-31.
///
///     let zone = try database.zone("Europe/Berlin")
///     let today = zone.date(at: turn.now)
///     let start = zone.instant(of: LocalDateTime(today, .at(9)))
public struct Zone: Sendable, Hashable, CustomStringConvertible {
  /// The IANA name, such as `Europe/Berlin`, in the spelling of the database.
  public let id: String
  let rules: ZoneRules

  init(id: String, rules: ZoneRules) {
    self.id = id
    self.rules = rules
  }

  /// A zone from the bytes of a TZif file (RFC 9636, versions 1 to 4), for rules that come from elsewhere than the
  /// system's database.
  /// - Throws: What is wrong with the bytes; they may be anything.
  public init(id: String, tzif bytes: [UInt8]) throws(TZifError) {
    self.init(id: id, rules: ZoneRules(try TZifFile(bytes)))
  }

  /// Coordinated Universal Time.
  public static let utc = Zone(
    id: "UTC", rules: ZoneRules(fixed: LocalTimeType(offset: 0, isDaylight: false, abbreviation: "UTC")))

  /// Seconds by which the zone's clocks are ahead of UTC at an instant; negative west of Greenwich.
  public func offset(at instant: Instant) -> Int { Int(rules.offset(at: instant.unixSeconds)) }

  /// The short name in use at an instant: `CET`, or `+03` where there is none. Not unique; for display only.
  public func abbreviation(at instant: Instant) -> String {
    rules.types[rules.type(at: instant.unixSeconds)].abbreviation
  }

  /// What the calendar and the clock show at an instant.
  public func localDateTime(at instant: Instant) -> LocalDateTime {
    let second = instant.unixSeconds
    return LocalDateTime(wallSeconds: second + rules.offset(at: second))
  }

  /// What the calendar shows at an instant.
  public func date(at instant: Instant) -> LocalDate { localDateTime(at: instant).date }

  /// What the clock shows at an instant.
  public func time(at instant: Instant) -> LocalTime { localDateTime(at: instant).time }

  /// The day an instant counts for, when days begin at `dayStart` and not at midnight: while the clock shows less
  /// than `dayStart`, it is still the day before. Compares what the clock shows, so it is right when clocks change.
  public func logicalDate(at instant: Instant, dayStart: LocalTime) -> LocalDate {
    localDateTime(at: instant).logicalDate(dayStart: dayStart)
  }

  /// The zone's `id`.
  public var description: String { id }

  public static func == (left: Zone, right: Zone) -> Bool { left.id == right.id && left.rules == right.rules }
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
