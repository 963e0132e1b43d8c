import CivilTime
import Testing

@Suite struct TimeZoneSearchTests {
  private let database: TimeZoneDatabase

  init() throws { database = try systemDatabase.get() }

  @Test(arguments: [
    ("Samara", "Europe/Samara"), ("new york", "America/New_York"), ("New-York", "America/New_York"),
    ("NEWYORK", "America/New_York"), ("kyiv", "Europe/Kyiv"), ("Kiev", "Europe/Kyiv"),
    ("Europe/Samara", "Europe/Samara"),
    ("europe/samara", "Europe/Samara"), ("sao paulo", "America/Sao_Paulo"), ("São Paulo", "America/Sao_Paulo"),
    ("Москва", "Europe/Moscow"), ("  МОСКВА ", "Europe/Moscow"), ("Санкт-Петербург", "Europe/Moscow"),
    ("санкт петербург", "Europe/Moscow"), ("самара", "Europe/Samara"), ("Екатеринбург", "Asia/Yekaterinburg"),
    ("Новосибирск", "Asia/Novosibirsk"), ("Владивосток", "Asia/Vladivostok"), ("Калининград", "Europe/Kaliningrad"),
    ("Омск", "Asia/Omsk"), ("Красноярск", "Asia/Krasnoyarsk"), ("Иркутск", "Asia/Irkutsk"), ("Якутск", "Asia/Yakutsk"),
    ("Магадан", "Asia/Magadan"), ("Камчатка", "Asia/Kamchatka"), ("Киев", "Europe/Kyiv"), ("Минск", "Europe/Minsk"),
    ("Алматы", "Asia/Almaty"), ("Ташкент", "Asia/Tashkent"), ("Тбилиси", "Asia/Tbilisi"), ("Ереван", "Asia/Yerevan"),
    ("Баку", "Asia/Baku"), ("Лондон", "Europe/London"), ("Берлин", "Europe/Berlin"), ("Париж", "Europe/Paris"),
    ("Нью-Йорк", "America/New_York"), ("нью йорк", "America/New_York"), ("кишинев", "Europe/Chisinau"),
    ("Кишинёв", "Europe/Chisinau"), ("Kazan", "Europe/Moscow"), ("mumbai", "Asia/Kolkata"), ("Japan", "Asia/Tokyo"),
    ("san fran", "America/Los_Angeles"), ("St Johns", "America/St_Johns"), ("Moskow", "Europe/Moscow"),
    ("Екатиринбург", "Asia/Yekaterinburg"), ("Udmurtia", "Europe/Samara"), ("Port-au-Prince", "America/Port-au-Prince"),
    ("utc", "UTC"), ("Кие\u{438}\u{306}в", "Europe/Kyiv"), ("yakut", "Asia/Yakutsk"),
  ])
  func findsTheCity(_ name: String, _ id: String) throws {
    #expect(database.search(name: name).first?.id == id, "\(database.search(name: name))")
    #expect(try database.zone(id).id == id)
  }

  @Test func ranksBetterNamesFirstAndEachZoneOnce() {
    let found = database.search(name: "san", limit: 20)
    #expect(found.count > 3)
    #expect(Set(found.map(\.id)).count == found.count)
    #expect(database.search(name: "казань").first == ZoneCandidate(id: "Europe/Moscow", place: "Казань"))
    #expect(database.search(name: "Kazan").first?.place == "Kazan")
  }

  @Test(arguments: ["", " ", "-", "...", "zzzzzz", "😀", "x", String(repeating: "я", count: 1_000_000), "a\u{0}b", "%"])
  func findsNothingInNonsense(_ name: String) { #expect(database.search(name: name).isEmpty) }

  @Test func nearestPlaces() {
    #expect(database.nearestZones(latitude: 53.2, longitude: 50.15).first == "Europe/Samara")
    #expect(database.nearestZones(latitude: 52.5, longitude: 13.4).first == "Europe/Berlin")
    // On both sides of the date line.
    let fiji = database.nearestZones(latitude: -18, longitude: -179.9)
    #expect(fiji.count == 3 && fiji.first == "Pacific/Fiji")
    #expect(database.nearestZones(latitude: 90, longitude: 0, count: 1).count == 1)
    for (latitude, longitude) in [(91.0, 0.0), (0, 181), (.nan, 0), (0, .infinity), (-.infinity, .nan)] {
      #expect(database.nearestZones(latitude: latitude, longitude: longitude).isEmpty)
    }
    #expect(database.nearestZones(latitude: 0, longitude: 0, count: -1).isEmpty)
  }

  @Test func offersWellKnownCitiesOfAnOffset() throws {
    let winter = try utc("2026-11-22T12:00")
    let moscow = database.zones(withOffset: 3 * 3600, at: winter)
    #expect(moscow.first == "Europe/Moscow" && moscow.count == 5)
    let two = database.zones(withOffset: 2 * 3600, at: winter)
    // Three different futures: European, Egyptian and no summer time.
    #expect(Set(two).isSuperset(of: ["Europe/Kyiv", "Africa/Cairo"]))
    #expect(try two.contains { try zone($0).nextTransition(after: winter) == nil })
    #expect(database.zones(withOffset: -5 * 3600, at: winter).first == "America/New_York")
    #expect(database.zones(withOffset: -5 * 3600, at: try utc("2027-07-01T12:00")).first != "America/New_York")
    #expect(database.zones(withOffset: 20_700, at: winter).contains("Asia/Kathmandu"))
    #expect(database.zones(withOffset: 1, at: winter).isEmpty)
    #expect(database.zones(withOffset: .min, at: winter).isEmpty)
  }

  @Test func everyWholeHourHasACity() throws {
    let winter = try utc("2026-11-22T12:00")
    for hour in -11...14 {
      let ids = database.zones(withOffset: hour * 3600, at: winter)
      #expect(!ids.isEmpty, "\(hour)")
      #expect(try ids.allSatisfy { try zone($0).offset(at: winter) == hour * 3600 })
    }
  }

  @Test func citiesHaveNames() {
    #expect(database.cityName(of: "America/New_York") == "New York")
    #expect(database.cityName(of: "America/New_York", language: "ru") == "Нью-Йорк")
    #expect(database.cityName(of: "America/Port-au-Prince", language: "ru-RU") == "Port-au-Prince")
    #expect(database.cityName(of: "") == "")
  }
}
