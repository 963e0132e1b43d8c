import PluginAPI

/// Where somebody is in telling their time zone. Part of the state of dialogs that ask for it.
struct ZoneStep: Codable, Sendable, Hashable {
  /// How the places on offer were found.
  enum Source: String, Codable, Sendable { case clock, location, name }

  /// A zone to choose, and the place by whose name it was found; nil is the zone's own city.
  struct Option: Codable, Sendable, Hashable {
    var zone: String
    var place: String?
  }

  /// Nil while the question is what the clock shows.
  var source: Source?
  var options: [Option] = []
  /// The first hour of the page of times; nil is the likeliest.
  var firstHour: Int?
  var showsOddMinutes = false
  /// When the times were shown: after a while they are no longer those on the person's clock.
  var shownAt: Instant
  /// The key that sends a location stands below the input field.
  var hasLocationKey = false

  init(shownAt: Instant) { self.shownAt = shownAt }

  /// The question for the clock again.
  func askingForClock(at now: Instant) -> ZoneStep {
    var step = ZoneStep(shownAt: now)
    step.hasLocationKey = hasLocationKey
    return step
  }

  /// A choice of places.
  func offering(_ options: [Option], from source: Source, at now: Instant) -> ZoneStep {
    var step = askingForClock(at: now)
    step.options = options
    step.source = source
    return step
  }
}

/// What the buttons of the step carry.
enum ZoneChoice: Codable, Sendable, Hashable {
  /// Minutes east of UTC whose time is on the button.
  case time(minutes: Int)
  /// Another page of times, by its first hour.
  case page(first: Int)
  case oddMinutes
  case location
  /// An index into the places on offer.
  case place(Int)
  case back
  /// The zone that is known already.
  case keep
}

/// How the step goes on.
enum ZoneOutcome {
  case ask(ZoneStep)
  case problem(Text)
  /// A message that cannot be an answer: a picture, a file.
  case unusable
  case chosen(Zone, place: String)
}
