/// The names by which zones can be found, in a form that is quick to compare.
struct PlaceCatalogue: Sendable {
  struct Entry: Sendable {
    let zone: String
    /// As shown to people.
    let name: String
    let words: [String]
    /// The words without spaces between them.
    let key: String
    /// The lower, the better known.
    let rank: Int
    /// Whether this is a remark about the zone and not a name of a place.
    let isRemark: Bool

    init(zone: String, name: String, rank: Int, isRemark: Bool = false) {
      self.zone = zone
      self.name = name
      words = PlaceName.words(name)
      key = words.joined()
      self.rank = rank
      self.isRemark = isRemark
    }
  }

  let entries: [Entry]
  /// The zones of well-known cities, best known first.
  let prominentZones: [String]
  /// The names of each zone's city, by zone.
  private let english: [String: String]
  private let russian: [String: String]

  init(_ index: ZoneIndex) {
    let ids = Set(index.names.values)
    let known = WellKnownPlaces.all.filter { ids.contains($0.zone) }
    var entries: [Entry] = []
    var english: [String: String] = [:]
    var russian: [String: String] = [:]
    var prominent: [String] = []
    for (rank, place) in known.enumerated() {
      if english[place.zone] == nil { prominent.append(place.zone) }
      english[place.zone] = english[place.zone] ?? place.english.first
      russian[place.zone] = russian[place.zone] ?? place.russian.first
      entries += (place.english + place.russian).map { Entry(zone: place.zone, name: $0, rank: rank) }
    }
    let taken = Set(entries.map(\.key))
    let zoneEntries = ids.sorted().compactMap { Self.entry(of: $0, index) }.filter { !taken.contains($0.key) }
    let remarks = index.places.filter { !$0.comment.isEmpty }.map { place in
      Entry(zone: place.zone, name: place.comment, rank: Self.leastKnown, isRemark: true)
    }
    self.entries = entries + zoneEntries + remarks
    self.english = english
    self.russian = russian
    prominentZones = prominent
  }

  private static let leastKnown = 10_000
  private static let areas: Set<Substring> = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
  ]

  /// The entry for a zone's own name, or for that of a country that is linked to its zone (`Japan`).
  private static func entry(of id: String, _ index: ZoneIndex) -> Entry? {
    let parts = id.split(separator: "/")
    if let area = parts.first, let place = parts.last, parts.count > 1 {
      guard areas.contains(area) else { return nil }
      return Entry(zone: id, name: PlaceName.spaced(place), rank: leastKnown)
    }
    guard let target = index.links[id], areas.contains(where: { target.hasPrefix("\($0)/") }) else { return nil }
    return Entry(zone: target, name: id, rank: leastKnown)
  }

  /// The zone's city in a language; in English if the Russian name is not known.
  func city(of id: String, language: String) -> String {
    let own = language.lowercased().hasPrefix("ru") ? russian[id] : nil
    return own ?? english[id] ?? PlaceName.spaced(id.split(separator: "/").last ?? id[...])
  }
}
