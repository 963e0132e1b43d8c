import Contracts
import Foundation
import Goals
import Onboarding
import PluginAPI
import PluginTesting
import Testing

@Suite struct DataRightsTests {
  private static let plugins: [any Plugin.Type] = [OnboardingPlugin.self, GoalsPlugin.self, Listener.self]

  /// Leaves something in every table of the plugin.
  private func fillEverything(_ alice: Newcomer) async throws {
    try await alice.begin(inFull: true)
    try await alice.send("Хочу пробежать десять километров", "I want to run ten kilometres")
    try await alice.press("Готово", "Done")
    try await alice.album([jpeg(1)])
    await alice.bot.advance(by: .seconds(2))
    try await alice.press("Дальше", "Next")
    try await alice.press("Откладываю", "put things off")
    try await alice.finish()
    // The first question fails, so that a better wording is on offer later.
    try await alice.press("Верно", "That’s right")
    try await alice.send("/remember колено", "/remember knee")
    try await alice.send("/goal =2+2", "/goal =2+2")
    for press in [
      ("Пропустить", "Skip"), ("Каждый день", "Every day"), ("Без меры", "No amount"), ("Пропустить", "Skip"),
      ("Без напоминания", "No reminder"), ("Пропустить", "Skip"), ("Сохранить", "Save"),
    ] { try await alice.press(press.0, press.1) }
    await alice.bot.advance(by: .hours(2))
    try await alice.send("/done")
    try await alice.press("=2+2", "=2+2")
    await alice.person.ignoreAll()
  }

  private func model(_ language: Language) -> ScriptedModel {
    let questions = Questions()
    return ScriptedModel { question throws(ModelError) in
      if question.purpose == "onboarding.moodboard" { return Answers.moodboard(language) }
      questions.add(question)
      if questions.all.count == 1 { throw .unavailable(reason: "down") }
      return Answers.profile(language)
    }
  }

  @Test(arguments: Language.allCases) func everyTableIsExportedAndErased(_ language: Language) async throws {
    try await converse(language, plugins: Self.plugins, model: model(language), media: FakeMedia()) { alice in
      try await fillEverything(alice)
      let tables = OnboardingPlugin.manifest.tables.map(\.name).filter { $0 != "onboarding_erasure" }
      for table in tables {
        let rows = try await alice.bot.rows(SQL(parts: [.text("SELECT person FROM \(table)")]))
        #expect(!rows.isEmpty, "\(table) is empty: the test does not see whether it is exported")
      }
      try await alice.send("/export")
      await alice.sees("CSV", "CSV")
      let archive = String(decoding: try await alice.file(), as: UTF8.self)
      for table in tables { #expect(archive.contains("\"\(table)\""), "\(table) is not in the export") }
      for text in [("колено", "knee"), ("пробежать десять", "run ten"), ("бег у моря", "running by the sea")] {
        #expect(archive.contains(alice.word(text.0, text.1)), "\(text)")
      }
      #expect(archive.contains("checkins.csv") && archive.contains("2026-03-02,'=2+2,2,,full"))

      try await alice.send("/delete")
      await alice.latest()
      try await alice.press("Удалить всё", "Delete everything")
      try await alice.press("Да, удалить", "Yes, delete")
      await alice.bot.advance(by: .days(6))
      #expect(try await alice.bot.rows("SELECT person FROM onboarding_profile").count == 1)
      await alice.bot.advance(by: .days(2))
      for plugin in Self.plugins {
        for table in plugin.manifest.tables {
          guard case .person(let column) = table.ownership else { continue }
          let rows = try await alice.bot.rows(
            SQL(parts: [
              .text("SELECT \(column) FROM \(table.name) WHERE \(column) = "), .value(.integer(Int64(alice.person.id))),
            ]))
          #expect(rows.isEmpty, "\(table.name) still has rows")
        }
      }
    }
  }

  @Test(arguments: Language.allCases) func aSystemCanOpenTheArchive(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.begin()
      try await alice.send("/export")
      await alice.latest()
      let bytes = try await alice.file()
      #expect(bytes.starts(with: [0x50, 0x4B, 3, 4]))
      // Nothing to log for: no table.
      #expect(!String(decoding: bytes, as: UTF8.self).contains("checkins.csv"))
    }
  }

  @Test(arguments: Language.allCases, ["/start", "button"])
  func whoComesBackStays(_ language: Language, _ way: String) async throws {
    try await converse(language) { alice in
      try await alice.begin()
      try await alice.send("/delete")
      try await alice.press("Удалить всё", "Delete everything")
      try await alice.press("Да, удалить", "Yes, delete")
      await alice.sees("9 марта 2026", "March 9, 2026")
      if way == "button" {
        try await alice.press("Отменить удаление", "Keep my data")
      } else {
        try await alice.send(way)
      }
      await alice.bot.advance(by: .days(8))
      #expect(try await alice.bot.rows("SELECT name FROM roost_person").count == 1)
      #expect(try await alice.bot.rows("SELECT person FROM onboarding_erasure").isEmpty)
    }
  }

  @Test(arguments: Language.allCases) func anOldCardDeletesNothing(_ language: Language) async throws {
    try await converse(language) { alice in
      try await alice.send("/delete")
      await alice.bot.advance(by: .days(30))
      await alice.latest()
      try await alice.press("Удалить всё", "Delete everything")
      await alice.sees("устарела", "out of date")
    }
  }

  @Test(arguments: Language.allCases) func newTermsAreAskedForAtHome(_ language: Language) async throws {
    try await converse(
      language, model: goodModel(language, Questions()), settings: "onboarding: { consent_version: 2 }"
    ) {
      alice in
      try await alice.begin()
      try await alice.wish()
      try await alice.finish()
      try await alice.press("Верно", "That’s right")
      await alice.latest()
      try await alice.store(SQL(parts: [.text("UPDATE onboarding_consent SET version = 1 WHERE kind = 'terms'")]))
      try await alice.send("/start")
      await alice.sees("Условия обновились", "terms have changed")
      try await alice.press("Согласие", "I agree")
      try await alice.send("/start")
      #expect(!(await alice.latest().contains(alice.word("Условия", "terms"))))
    }
  }
}

@Suite struct ZipArchiveTests {
  @Test func theChecksumIsTheStandards() {
    // The check value of CRC-32/ISO-HDLC.
    #expect(ZipArchive.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
  }

  /// Foreign eyes: Python's reader, which checks sums and offsets.
  @Test func pythonReadsIt() throws {
    var archive = ZipArchive(year: 2026, month: 3, day: 2)
    archive.add("data.json", Array("{\"имя\":\"Алиса\"}".utf8))
    archive.add("checkins.csv", Array("Date,Habit\r\n".utf8))
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("roost-\(UUID().uuidString).zip")
    try Data(archive.bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let python = Process()
    python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    python.arguments = [
      "python3", "-c",
      "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(z.namelist(), z.read('data.json').decode(), z.infolist()[0].date_time[:3])",
      file.path,
    ]
    let pipe = Pipe()
    python.standardOutput = pipe
    try python.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    python.waitUntilExit()
    #expect(output.contains("['data.json', 'checkins.csv'] {\"имя\":\"Алиса\"} (2026, 3, 2)"), "\(output)")
  }
}

@Suite struct CheckInTableTests {
  @Test func cellsAreQuotedAndHarmless() {
    #expect(CheckInTable.cell("a, \"b\"\nc") == "\"a, \"\"b\"\"\nc\"")
    #expect(CheckInTable.cell("=HYPERLINK(1)") == "'=HYPERLINK(1)")
    #expect(
      CheckInTable.cell("@x") == "'@x" && CheckInTable.cell("-1.5") == "-1.5" && CheckInTable.cell("Бег") == "Бег")
  }
}

@Suite struct TextChecksTests {
  @Test(arguments: [
    "see https://a.b", "www.site", "пиши на @roost_bot", "сайт example.com", "t.me/x", "+7 (999) 123-45-67",
    "жми /start",
    "8 800 555 35 35 и всё",
  ])
  func leadsAway(_ text: String) { #expect(TextChecks.leadsAway(text)) }

  @Test(arguments: [
    "бегать 3 раза в неделю", "12.5 km by June 30", "и/или", "10–15 минут в 7:30", "и т. д.", "10000 шагов, 2026 год",
  ])
  func stays(_ text: String) { #expect(!TextChecks.leadsAway(text)) }

  @Test func tellsLanguages() {
    #expect(TextChecks.isWritten("Хочется бегать по утрам с Nike Run Club", in: .russian))
    #expect(!TextChecks.isWritten("You want to run", in: .russian))
    #expect(!TextChecks.isWritten("Хочется бегать", in: .english))
    #expect(TextChecks.isWritten("10 km", in: .english) && TextChecks.isWritten("42", in: .russian))
  }
}
