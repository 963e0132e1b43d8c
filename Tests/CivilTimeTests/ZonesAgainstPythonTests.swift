import CivilTime
import Testing

/// What Python says about one change of a zone's clocks.
private struct Change {
  static let size = 20
  let fields: ArraySlice<Int64>

  init(_ fields: ArraySlice<Int64>) { self.fields = fields }

  subscript(_ index: Int) -> Int64 { fields[fields.startIndex + index] }
  var time: Int64 { self[0] }
  var before: Int { Int(self[1]) }
  var after: Int { Int(self[2]) }

  /// Local times around the change, each with its instants for Python's `fold` 0 and 1.
  var walls: [(local: LocalDateTime, first: Instant, second: Instant)] {
    stride(from: 5, to: Change.size, by: 3).map { index in
      let local = Zone.utc.localDateTime(at: Instant(unixSeconds: self[index]))
      return (local, Instant(unixSeconds: self[index + 1]), Instant(unixSeconds: self[index + 2]))
    }
  }

  /// What in `zone` is not as Python has it. Collected as text, since half a million `#expect` would take minutes.
  func faults(in zone: Zone) -> [String] {
    var faults: [String] = []
    func check(_ isRight: Bool, _ what: @autoclosure () -> String) {
      if !isRight { faults.append("\(zone) at \(time): \(what())") }
    }
    let instant = Instant(unixSeconds: time)
    let earlier = zone.offset(at: Instant(unixSeconds: time - 1))
    check(earlier == before, "offset a second before \(earlier), Python \(before)")
    check(zone.offset(at: instant) == after, "offset \(zone.offset(at: instant)), Python \(after)")
    check(zone.offset(at: Instant(unixSeconds: time + 1)) == Int(self[3]), "offset a second after")
    check(pack(zone.abbreviation(at: instant)) == self[4], "abbreviation \(zone.abbreviation(at: instant))")
    let transition = zone.nextTransition(after: Instant(unixSeconds: time - 1))
    let expected = before == after ? nil : instant
    if expected != nil || transition?.instant == instant {
      check(transition?.instant == expected, "next transition \(String(describing: transition)) ")
      check(transition?.offsetBefore == before && transition?.offsetAfter == after, "the transition's offsets")
    }
    for (local, first, second) in walls {
      let ours = zone.instant(of: local)
      check(ours == first, "\(local) is \(ours.unixSeconds), Python \(first.unixSeconds)")
      switch zone.resolution(of: local) {
      case .unique(let only): check(only == first && only == second, "\(local) is unique")
      case .fold(let one, let two): check(one == first && two == second && one < two, "\(local) is a fold")
      case .gap(let forward, let backward, let end):
        check(forward == first && backward == second, "\(local) is a gap")
        check(end == instant && zone.instant(of: local, gap: .end) == instant, "\(local) ends with the gap")
      }
      check(zone.instant(of: local, gap: .shiftBackward, fold: .second) == second, "\(local), second")
      if zone.localDateTime(at: first) == local { check(zone.date(at: first) == local.date, "date of \(local)") }
    }
    return faults
  }

  private func pack(_ name: String) -> Int64 {
    name.utf8.prefix(7).enumerated().reduce(0) { $0 | Int64($1.element) << Int64($1.offset * 8) }
  }
}

private struct Stream {
  var rest: ArraySlice<Int64>

  mutating func next() throws -> Int64 {
    let number = rest.popFirst()
    return try #require(number)
  }
  mutating func changes(_ count: Int64) throws -> [Change] {
    try #require(rest.count >= Int(count) * Change.size)
    return (0..<count).map { _ in
      defer { rest = rest.dropFirst(Change.size) }
      return Change(rest.prefix(Change.size))
    }
  }
}

@Suite struct ZonesAgainstPythonTests {
  /// Every zone with every change of 1970–2037, and of some years beyond the unrolled table. A name whose file has the
  /// same content as one before it is checked at six of its changes.
  @Test func everyZoneAgreesAtEveryTransition() throws {
    let database = try systemDatabase.get()
    let ids = database.identifiers
    #expect(ids.count > 400)
    var stream = Stream(rest: try python(PythonScripts.zones, [database.directory] + ids)[...])
    var faults: [String] = []
    var count = 0
    for (index, id) in ids.enumerated() {
      let zone = try database.zone(id)
      #expect(try stream.next() == Int64(index))
      let isSample = try stream.next() == 1
      let changes = try stream.changes(try stream.next())
      count += changes.count
      faults += changes.flatMap { $0.faults(in: zone) }
      if !isSample { faults += Self.differences(zone, changes) }
      if faults.count > 20 { break }
    }
    #expect(faults.isEmpty, "\(faults.prefix(20).joined(separator: "\n"))")
    #expect(count > 20_000)
  }

  /// Compares the list of changes: none is missing, none is made up.
  private static func differences(_ zone: Zone, _ changes: [Change]) -> [String] {
    let end: Int64 = 2_145_916_800
    let theirs = changes.filter { $0.before != $0.after && $0.time < end }.map(\.time)
    let ours = Self.changes(of: zone, from: 0, to: end)
    return ours == theirs ? [] : ["\(zone): changes \(Set(ours).symmetricDifference(theirs).sorted())"]
  }

  private static func changes(of zone: Zone, from start: Int64, to end: Int64) -> [Int64] {
    var changes: [Int64] = []
    var now = Instant(unixSeconds: start)
    while let next = zone.nextTransition(after: now), next.instant.unixSeconds < end {
      changes.append(next.instant.unixSeconds)
      now = next.instant
    }
    return changes
  }

  /// Rules of every form, some of them odd, at the end of files that list nothing or little.
  @Test func everyFormOfRuleAgrees() throws {
    var random = SplitMix(state: 7)
    let files = (0..<150).map { number in
      Self.file(rule: Self.rule(&random, zeroBased: false), hasTransitions: number % 2 == 0)
    }
    let hexadecimal = files.map { file in
      file.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
    var stream = Stream(rest: try python(PythonScripts.rules, hexadecimal)[...])
    var count = 0
    for file in files {
      let zone = try Zone(id: "test", tzif: file.bytes)
      let changes = try stream.changes(try stream.next())
      count += changes.count
      let faults = changes.flatMap { $0.faults(in: zone) }
      #expect(faults.isEmpty, "\(file.rule): \(faults.prefix(3))")
    }
    #expect(count > 1000)
  }

  @Test func everyFormOfRuleAgreesWithTheCLibrary() throws {
    var random = SplitMix(state: 8)
    let rules = (0..<200).map { _ in Self.rule(&random, zeroBased: true) }
    var stream = Stream(rest: try python(PythonScripts.cLibraryRules, rules)[...])
    for (index, rule) in rules.enumerated() {
      let zone = try Zone(id: "test", tzif: Self.file(rule: rule, hasTransitions: index % 2 == 0).bytes)
      let theirs = try (0..<(try stream.next())).map { _ in try stream.next() }
      let ours = Self.changes(of: zone, from: 1_672_531_200, to: 1_861_920_000)
      #expect(ours == theirs && ours.count >= 11, "\(rule)")
    }
  }

  private static func file(rule: String, hasTransitions: Bool) -> TZifBuilder {
    var file = TZifBuilder(version: UInt8(ascii: "3"))
    if hasTransitions { file.transitions = [(1_000_000_000, 0)] }
    file.rule = rule
    return file
  }

  private static func rule(_ random: inout SplitMix, zeroBased: Bool) -> String {
    func day(_ months: ClosedRange<Int>) -> String {
      let month = Int.random(in: months, using: &random)
      let number = month * 30 + Int.random(in: 0..<28, using: &random)
      return switch Int.random(in: 0..<(zeroBased ? 3 : 2), using: &random) {
      case 0: "M\(month).\(Int.random(in: 1...5, using: &random)).\(Int.random(in: 0...6, using: &random))"
      case 1: "J\(number)"
      default: "\(number)"
      }
    }
    func time() -> String {
      let hour = Int.random(in: -99...99, using: &random)
      return switch Int.random(in: 0..<4, using: &random) {
      case 0: ""
      case 1: "/\(hour)"
      case 2: "/\(hour):30"
      default: "/\(hour):05:59"
      }
    }
    let west = Int.random(in: -14...11, using: &random)
    let name = Bool.random(using: &random) ? "<-0\(abs(west))>" : "ABC"
    let summer = ["DEF", "<+99>", "DEF\(west + 1)", "DEF\(west - 2)", "DEF\(west):30"].randomElement(using: &random)
    let (early, late) = (day(2...5) + time(), day(7...10) + time())
    let isSouthern = Bool.random(using: &random)
    return "\(name)\(west)\(summer ?? "DEF"),\(isSouthern ? late : early),\(isSouthern ? early : late)"
  }
}
