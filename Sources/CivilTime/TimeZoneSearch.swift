/// A zone that a search found, and the place by whose name it was found.
public struct ZoneCandidate: Sendable, Hashable {
  /// The zone's name, for `TimeZoneDatabase.zone(_:)`.
  public let id: String
  /// The place, in the language in which it was found: "Kazan", or "Казань", for `Europe/Moscow`.
  public let place: String

  /// A candidate; for tests of what is done with them.
  public init(id: String, place: String) {
    self.id = id
    self.place = place
  }
}

extension TimeZoneDatabase {
  /// The zones that a person may mean by a city's name, the likeliest first.
  ///
  /// Knows the cities that zones are named after, some 200 further cities in English and Russian, the countries and
  /// regions that tzdata mentions, and the zones' own names. Case, accents, spaces, hyphens and ё do not matter; the
  /// beginning of a name is enough; one typing error is forgiven in a name of five letters or more. Never blocks.
  /// - Parameters:
  ///   - name: what the person wrote; anything. Only its first 64 characters count.
  ///   - limit: the most candidates to return. Each zone is returned once.
  public func search(name: String, limit: Int = 5) -> [ZoneCandidate] {
    let text = name.prefix(64)
    let words = PlaceName.words(text)
    let key = words.joined()
    guard !key.isEmpty, limit > 0 else { return [] }
    var found: [(score: Int, rank: Int, candidate: ZoneCandidate)] = []
    let trimmed = text.split(separator: " ").joined(separator: "_")
    if trimmed.contains("/"), let id = index.names[trimmed.lowercased()] {
      found.append((-1, 0, ZoneCandidate(id: id, place: catalogue.city(of: id, language: "en"))))
    }
    for entry in catalogue.entries {
      guard let score = Self.score(entry, words: words, key: key) else { continue }
      found.append((score, entry.rank, ZoneCandidate(id: entry.zone, place: entry.name)))
    }
    found.sort { left, right in
      (left.score, left.rank, left.candidate.place.utf8.count, left.candidate.id)
        < (right.score, right.rank, right.candidate.place.utf8.count, right.candidate.id)
    }
    var seen: Set<String> = []
    return Array(found.map(\.candidate).filter { seen.insert($0.id).inserted }.prefix(limit))
  }

  /// How well an entry fits, 0 being best; `nil` if it does not.
  private static func score(_ entry: PlaceCatalogue.Entry, words: [String], key: String) -> Int? {
    let isLongEnough = key.utf8.count >= 3
    if entry.isRemark {
      // A remark is a sentence, so only words that are whole count.
      return isLongEnough && words.allSatisfy(entry.words.contains) ? 4 : nil
    }
    if entry.key == key { return 0 }
    guard isLongEnough else { return nil }
    if entry.key.hasPrefix(key) { return 1 }
    if words.allSatisfy({ word in entry.words.contains { $0.hasPrefix(word) } }) { return 2 }
    return key.unicodeScalars.count >= 5 && PlaceName.isOneEditApart(entry.key, key) ? 3 : nil
  }

  /// The zones of the places of `zone1970.tab` that are nearest to a point on the globe, the nearest first.
  ///
  /// A zone's place is its largest city, not its border, so offer several and let the person choose. Never blocks.
  /// - Parameters:
  ///   - latitude: degrees, north positive, -90…90.
  ///   - longitude: degrees, east positive, -180…180.
  /// - Returns: at most `count` zones; none if the point is not on the globe.
  public func nearestZones(latitude: Double, longitude: Double, count: Int = 3) -> [String] {
    guard (-90...90).contains(latitude), (-180...180).contains(longitude), count > 0 else { return [] }
    return Array(
      index.places.map { ($0.closeness(latitude: latitude, longitude: longitude), $0.zone) }
        .sorted { $0 < $1 }.prefix(count).map(\.1))
  }

  /// The zone's city for display: "New York", "Нью-Йорк".
  /// - Parameter language: a language code; there are Russian names of well-known cities, English ones of all.
  public func cityName(of id: String, language: String = "en") -> String {
    catalogue.city(of: id, language: language)
  }

  /// Zones whose clocks are ahead of UTC by an offset at an instant, to choose from after "what time is it there?".
  ///
  /// The best-known cities first, and among the first `limit` as many different futures as possible: in winter, +2
  /// offers a city with European summer time, one with Egyptian, and one without any. Reads the files of zones that
  /// have not been used yet (blocking; see `preload()`); zones whose files are damaged are left out.
  /// - Parameters:
  ///   - offset: seconds east of UTC.
  ///   - instant: when, as it decides on summer time.
  ///   - limit: the most zones to return.
  public func zones(withOffset offset: Int, at instant: Instant, limit: Int = 5) -> [String] {
    guard limit > 0 else { return [] }
    func matching(_ ids: [String]) -> [Zone] {
      ids.compactMap { try? zone($0) }.filter { $0.offset(at: instant) == offset }
    }
    var zones = matching(catalogue.prominentZones)
    if zones.count < limit {
      // Little-known places for rare offsets. Nobody asks from Antarctica.
      let known = Set(catalogue.prominentZones)
      zones += matching(index.places.map(\.zone).filter { !known.contains($0) && !$0.hasPrefix("Antarctica/") })
    }
    var futures: Set<[ZoneTransition]> = []
    let (different, alike) = zones.enumerated().reduce(into: ([Int](), [Int]())) { lists, item in
      if futures.insert(item.element.nextChanges(after: instant)).inserted {
        lists.0.append(item.offset)
      } else {
        lists.1.append(item.offset)
      }
    }
    return (different + alike).prefix(limit).sorted().map { zones[$0].id }
  }
}

extension Zone {
  /// The next two changes of the offset, which tell apart the rules in use today.
  fileprivate func nextChanges(after instant: Instant) -> [ZoneTransition] {
    guard let first = nextTransition(after: instant) else { return [] }
    return [first] + (nextTransition(after: first.instant).map { [$0] } ?? [])
  }
}
