import Contracts
import PluginAPI
import PluginTesting
import SandboxRuntime
import Synchronization
import Testing

@testable import Goals

@Suite struct ChartConversations {
  /// A worker that keeps what it was to draw.
  private final class Easel: MediaWorking {
    let drawn = Mutex<[Chart]>([])
    let fails: Bool
    init(fails: Bool = false) { self.fails = fails }
    var isAvailable: Bool { true }
    func normalise(_ image: [UInt8], maximumSide: Int) async throws(MediaError) -> [UInt8] { throw .off }
    func contactSheet(_ images: [[UInt8]]) async throws(MediaError) -> ContactSheet { throw .off }
    func chart(_ chart: Chart) async throws(MediaError) -> [UInt8] {
      if fails { throw .failed(reason: "killed") }
      drawn.withLock { $0.append(chart) }
      // The head of a picture of 100 by 100.
      return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 100]
        + [0, 0, 0, 100, 8, 2, 0, 0, 0]
    }
    var charts: [Chart] { drawn.withLock { $0 } }
  }

  private func withEasel(_ easel: Easel, _ body: @Sendable (TestBot, TestPerson) async throws -> Void) async throws {
    try await withBot([GoalsPlugin.self], options: { $0.media = easel }) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.go(
        bot,
        [
          ">/goal Бегать", "Пропустить", "Каждый день", "Без меры", "Пропустить", "Без напоминания", "Пропустить",
          "Сохранить", ">/done", "✅ Бегать", ">/goals", "🎯 Бегать",
        ])
      try await body(bot, alice)
      await alice.ignoreAll()
    }
  }

  @Test func daysStrengthAndWeek() async throws {
    let easel = Easel()
    try await withEasel(easel) { bot, alice in
      #expect(try await alice.press("📈 График") == "Рисую…")
      let sent = await bot.transcript(of: alice)
      // The picture comes with the same in words.
      #expect(sent.replacing("\u{A0}", with: " ").contains("Бегать: 1 день с успехом за 26 недель."), "\(sent)")
      guard case .heatmap(let days) = try #require(easel.charts.last).kind else { return #expect(Bool(false)) }
      #expect(
        days.count == 26 * 7 && days[25 * 7] == .full && days.last == .future && days.first == Chart.DayShade.none)
      try await alice.press("Сила привычки")
      guard case .strength = try #require(easel.charts.last).kind else { return #expect(Bool(false)) }
      try await alice.go(bot, [">/goals"])
      try await alice.press("Неделя картинкой")
      guard case .week(let lines) = try #require(easel.charts.last).kind else { return #expect(Bool(false)) }
      #expect(lines.map(\.title) == ["Бегать"] && lines[0].days.count == 7 && lines[0].days[0] == .full)
    }
  }

  @Test func withoutAPictureThereAreWords() async throws {
    try await withEasel(Easel(fails: true)) { bot, alice in
      try await alice.press("📈 График")
      let words = await alice.latest()
      #expect(words.contains("Бегать: 1 день с успехом") && words.contains("нарисовать не получилось"))
    }
  }

  @Test func withoutAWorkerThereIsNoButton() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.go(
        bot,
        [">/goal Run", "Skip", "Every day", "No amount", "Skip", "No reminder", "Skip", "Save", ">/goals", "🎯 Run"])
      #expect(await !alice.titles().contains { $0.contains("📈") })
    }
  }
}
