import PluginAPI

/// Asks for a time zone: by the time on the person's clock, by a location, by the name of a city.
struct ZoneAsker: Sendable {
  let zones: TimeZoneDatabase
  /// After this time the times on the card are too far from those on the person's clock.
  private static let freshness = Duration.minutes(25)
  private static let choices = 5

  // MARK: Answers

  func answer(_ choice: ZoneChoice, _ step: ZoneStep, _ turn: Turn) -> ZoneOutcome {
    switch choice {
    case .time(let minutes): return time(minutes, step, turn)
    case .page(let first):
      var next = step.askingForClock(at: turn.now)
      next.firstHour = ClockGrid(zones, now: turn.now).clamped(first)
      return .ask(next)
    case .oddMinutes:
      var next = step.askingForClock(at: turn.now)
      next.showsOddMinutes = true
      return .ask(next)
    case .location:
      let key = ReplyKeyboard.Key.requestLocation(turn.string("zone.location.send.button"))
      turn.send(Card(turn.text("zone.location.ask"), replyKeyboard: .buttons([[key]], isOneTime: true)))
      var next = step
      next.hasLocationKey = true
      next.shownAt = turn.now
      return .ask(next)
    case .place(let index):
      guard step.options.indices.contains(index) else { return .ask(step.askingForClock(at: turn.now)) }
      return settle([step.options[index]], from: .name, step, turn) ?? .ask(step.askingForClock(at: turn.now))
    case .back: return .ask(step.askingForClock(at: turn.now))
    case .keep: return .chosen(turn.person.zone, place: name(of: turn.person.zone.id, turn))
    }
  }

  func answer(_ message: IncomingMessage, _ step: ZoneStep, _ turn: Turn) -> ZoneOutcome {
    if message.content.contains(.location) { return location(message, step, turn) }
    guard let text = message.typed else { return .unusable }
    return find(text, step, turn) ?? .problem(turn.text("zone.unknown"))
  }

  /// A typed time, difference from UTC, zone name or city; nil when it is none of these.
  func find(_ text: String, _ step: ZoneStep, _ turn: Turn) -> ZoneOutcome? {
    if let answer = ClockAnswer(text) {
      let grid = ClockGrid(zones, now: turn.now)
      let options = places(at: grid.offsets(matching: answer), turn)
      return options.isEmpty
        ? .problem(turn.text("zone.clock.nobody"))
        : .ask(
          step.offering(options, from: .clock, at: turn.now))
    }
    let words = UserText.clean(text, limit: 64)
    let id = words.split(separator: " ").joined(separator: "_")
    if id.contains("/") || ["utc", "gmt"].contains(id.lowercased()), let zone = try? zones.zone(id) {
      return .chosen(zone, place: name(of: zone.id, turn))
    }
    let found = zones.search(name: words, limit: Self.choices)
    return settle(found.map { ZoneStep.Option(zone: $0.id, place: $0.place) }, from: .name, step, turn)
  }

  private func time(_ minutes: Int, _ step: ZoneStep, _ turn: Turn) -> ZoneOutcome {
    guard turn.now - step.shownAt < Self.freshness else {
      var fresh = step
      fresh.shownAt = turn.now
      turn.toast(turn.text("zone.clock.moved.toast"))
      return .ask(fresh)
    }
    let grid = ClockGrid(zones, now: turn.now)
    // Bounded before it is multiplied: what a button carries is not trusted.
    guard abs(minutes) <= 24 * 60 else { return .ask(step.askingForClock(at: turn.now)) }
    let options = places(at: grid.sameClock(as: minutes * 60), turn)
    guard !options.isEmpty else { return .ask(step.askingForClock(at: turn.now)) }
    return .ask(step.offering(options, from: .clock, at: turn.now))
  }

  private func location(_ message: IncomingMessage, _ step: ZoneStep, _ turn: Turn) -> ZoneOutcome {
    let found = (try? message.decoded())?.location.map {
      zones.nearestZones(latitude: $0.latitude, longitude: $0.longitude)
    }
    let options = (found ?? []).map { ZoneStep.Option(zone: $0) }
    guard !options.isEmpty else { return .problem(turn.text("zone.location.unknown")) }
    return .ask(step.offering(options, from: .location, at: turn.now))
  }

  /// Well-known places for offsets; those of the first one most of all.
  private func places(at offsets: [Int], _ turn: Turn) -> [ZoneStep.Option] {
    var options: [ZoneStep.Option] = []
    for (index, offset) in offsets.prefix(3).enumerated() {
      let limit = index == 0 ? Self.choices - min(offsets.count - 1, 2) : 1
      options += zones.zones(withOffset: offset, at: turn.now, limit: limit).map { ZoneStep.Option(zone: $0) }
    }
    return options
  }

  /// One place is an answer, several are a question; nil when there is none.
  private func settle(
    _ options: [ZoneStep.Option], from source: ZoneStep.Source, _ step: ZoneStep, _ turn: Turn
  ) -> ZoneOutcome? {
    let usable = options.filter { (try? zones.zone($0.zone)) != nil }
    guard let first = usable.first else { return nil }
    if usable.count == 1, let zone = try? zones.zone(first.zone) {
      return .chosen(zone, place: first.place ?? name(of: zone.id, turn))
    }
    return .ask(step.offering(usable, from: source, at: turn.now))
  }

  // MARK: Words

  /// The zone's city in the person's language.
  func name(of zone: String, _ turn: Turn) -> String {
    zones.cityName(of: zone, language: turn.reader.language.rawValue)
  }

  /// "Samara, 18:42", the time as an entity that shows the moment by the reader's own clock.
  func line(_ zone: Zone, place: String? = nil, _ turn: Turn) -> Text {
    turn.text(
      "zone.line",
      ["place": .string(place ?? name(of: zone.id, turn)), "time": .text(Self.clock(zone, turn.now))])
  }

  static func clock(_ zone: Zone, _ now: Instant) -> Text {
    .dateTime(Text(text(zone.time(at: now))), unixSeconds: Int(now.unixSeconds), format: "t")
  }

  static func text(_ time: LocalTime) -> String { DateText.time(hour: time.hour, minute: time.minute) }
}
