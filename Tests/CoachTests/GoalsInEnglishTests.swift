import PluginAPI
import PluginTesting
import SandboxRuntime
import Synchronization
import Testing

/// The ways through Goals in English: every card, button, toast and caption on them is English and whole.
@Suite struct GoalsInEnglishTests {
  /// A worker that draws nothing and keeps the words of what it was to draw.
  private final class Easel: MediaWorking {
    private let drawn = Mutex<[Chart]>([])
    var isAvailable: Bool { true }
    var charts: [Chart] { drawn.withLock { $0 } }
    func normalise(_ image: [UInt8], maximumSide: Int) async throws(MediaError) -> [UInt8] { throw .off }
    func contactSheet(_ images: [[UInt8]]) async throws(MediaError) -> ContactSheet { throw .off }
    func chart(_ chart: Chart) async throws(MediaError) -> [UInt8] {
      drawn.withLock { $0.append(chart) }
      // The head of a picture of 100 by 100.
      return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 100]
        + [0, 0, 0, 100, 8, 2, 0, 0, 0]
    }
  }

  /// Somebody who reads all that comes of each step.
  private final class Walker: Sendable {
    let bot: TestBot
    let alice: TestPerson
    private let read = Mutex("")

    init(_ bot: TestBot, _ alice: TestPerson) {
      self.bot = bot
      self.alice = alice
    }

    var everything: String { read.withLock { $0 } }

    /// What begins with ">" is typed, with "?" pressed if it is there, all else pressed.
    func go(_ steps: String...) async throws {
      for step in steps { try await take(step) }
    }

    private func take(_ step: String) async throws {
      var toast = ""
      if step.hasPrefix(">") {
        try await alice.send(String(step.dropFirst()))
      } else if step.hasPrefix("?") {
        let title = String(step.dropFirst())
        guard await alice.titles().contains(where: { $0.contains(title) }) else { return }
        toast = try await alice.press(title)
      } else {
        guard await alice.titles().contains(where: { $0.contains(step) }) else {
          Issue.record("There is no button \"\(step)\" among \(await alice.titles()).")
          return
        }
        toast = try await alice.press(step)
      }
      let seen = (await alice.news() + alice.titles() + [toast]).joined(separator: "\n")
      Reading.check(seen, by: alice, language: .english)
      read.withLock { $0 += seen.replacing("\u{A0}", with: " ") + "\n" }
      await bot.advance(by: .seconds(3))
    }

    /// Leaves the rest of the form as it is.
    func finishForm() async throws {
      for _ in 0..<10 {
        let titles = await alice.titles()
        let wanted = ["✅ Save", "No reminder", "No amount", "No deadline", "Entries add up", "Skip"]
        guard let button = wanted.first(where: { wish in titles.contains { $0.contains(wish) } }) else { return }
        try await take(button)
        if button == "✅ Save" { return }
      }
    }
  }

  private func walk(_ easel: Easel, _ body: @Sendable (Walker) async throws -> Void) async throws {
    try await withBot(coach, settings: "payments: { gateway: none }", options: { $0.media = easel }) { bot in
      let alice = try await bot.person("Alice")
      try await body(Walker(bot, alice))
      await alice.ignoreAll()
    }
  }

  private func sees(_ walker: Walker, _ words: [String]) {
    for word in words { #expect(walker.everything.contains(word), "nobody was shown \"\(word)\"") }
  }

  @Test func habitsPlansAndEasing() async throws {
    let easel = Easel()
    try await walk(easel) { alice in
      try await alice.go(
        ">/goal", ">Run in the mornings", ">to wake up fresh", "Some times a week", "3", ">five", ">5 km",
        ">if it is 19:00, then I put on my shoes", "19:00", ">a short walk", "What may stop me?", ">too tired",
        ">my clothes lie ready", "Change", "Effort", "Medium", "Easier", "Harder", "Save")
      sees(
        alice,
        [
          "What is the goal?", "Why does it matter to you?", "How often?", "How many times a week?",
          "I see no number", "An if–then plan helps", "What will still count", "If too tired, what will help?",
          "Why: “to wake up fresh”", "Measure: 3 times a week · 5 km", "If it is 19:00 → I put on my shoes",
          "Reminder: 19:00", "Minimum (on a hard day): a short walk", "Obstacle: too tired → my clothes lie ready",
          "How hard is it?", "Read the plan aloud once",
        ])
      try await alice.go(">/goal Stretch", "Skip", "On certain weekdays", "Mon", "Wed", "Done")
      try await alice.finishForm()
      try await alice.go(
        ">/plan", "Run", "Another plan", ">if lunch, then I go out for a round", ">busy", ">five minutes will do",
        "✅ Done", "2. lunch", "Use in reminders", "2. lunch", "🗣 Aloud", "✅ Done", "2. ", "🗑 Remove")
      sees(
        alice,
        [
          "If–then plans", "What inside you", "Read it aloud once", "Reminders quote this plan now",
          "The plan is in place",
        ])
      try await alice.go(">/done", "🟡", "↩︎", "✅ Stretch", "« Yesterday", ">/done", "Note", ">a good day")
      sees(alice, ["This week", "Minimum", "minimum", "Taken back", "Counted ✅", "A note for today"])
      try await alice.go(">/goals", "🎯 Run", "Harder", "?Let’s do that", ">/goals", "🎯 Run", "Easier", "?Let’s do that")
      sees(alice, ["🎯 Goals", "Now: 3 times a week", "From March 9"])
      try await alice.go(
        ">/goals", "Stretch", "Change", "Rhythm", "Every day", "No amount", "?Save", "?« Goals", ">/goals", "Stretch",
        "Pause", "7 days", ">/goals", "Stretch", "Resume", ">/pause", "7 days", "Resume all", ">/pause",
        "Until I resume",
        "Resume all")
      sees(
        alice,
        ["How long shall “Stretch” rest?", "Paused through March", "⏸ Paused: 2 goals", "Running again: 2 goals"])
      try await alice.go(">/goals", "🎯 Run", "📈 Chart", "💪 Strength", ">/goals", "My week as a picture")
      sees(alice, ["Drawing…", "good day", "strength", "Run in the mornings: "])
      try await alice.go(
        ">/goals", "Stretch", "Delete", "Keep", ">/goals", "Stretch", "Delete", "🗑 Delete", "Bring back", ">/goals",
        "Stretch", "Start", ">/goals", "Stretch", "Let go", ">it was too much", ">/goals", "Finished", ">/goals",
        "🎯 Run", "Reached", "🎉 Finish",
        ">/goals")
      sees(
        alice,
        [
          "Put “Stretch” into the archive?", "is in the archive", "Letting go of “Stretch” is a decision too",
          "“Run in the mornings” is reached!", "🏆 Finished goals",
        ])
    }
    // What stands in the pictures, too.
    #expect(easel.charts.count >= 3)
    for chart in easel.charts {
      let words = try CanonicalJSON.text(chart).filter { !"{}".contains($0) }
      let isLatin = !words.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) }
      #expect(isLatin && !words.contains("chart."), "\(words.prefix(400))")
    }
  }

  @Test func targetsStepsLimitsAndOpenGoals() async throws {
    let easel = Easel()
    try await walk(easel) { alice in
      try await alice.go(
        ">/goal Type faster", "Skip", "No schedule", ">60 words", ">60", ">40", ">2020-01-01", ">2026-06-10", "Skip",
        "Save")
      try await alice.go(">/goal Read more", "Skip", "No schedule", ">12 books", "Entries add up", ">10.06.2026")
      try await alice.finishForm()
      try await alice.go(">/goal Thesis", "Skip", "Step by step", ">Collect\n2. Outline\nDraft", "In 3 months")
      try await alice.finishForm()
      try await alice.go(">/goal Coffee", "Skip", "At most so much a day", ">2 cups")
      try await alice.finishForm()
      try await alice.go(">/goal What I want to do", "Skip", "No schedule")
      try await alice.finishForm()
      sees(
        alice,
        [
          "That is the goal itself", "The date has to be ahead", "Measure: 40 → 60 words · by June 10",
          "Which steps lead there?", "What is the most for a day?", "at most 2 cups a day",
          "Is there a number you want",
        ])
      try await alice.go(
        ">/done", "✏️ Type", ">many", ">46", "+1 Coffee", "+1 Coffee", "+1 Coffee", "?↩︎", "✅ Collect", "+1 Read",
        "📝 What I want", ">perhaps teaching")
      sees(
        alice,
        [
          "Any day", "What is it now? The goal: “Type faster”", "I need a number", "2 / 2 cups", "Step done ✅",
          "What’s new with",
        ])
      for _ in 0..<3 {
        await alice.bot.advance(by: .days(7))
        await alice.alice.ignoreAll()
        try await alice.go(">/done", "+1 Read", "✏️ Type", ">50")
      }
      try await alice.go(">/goals", "Type faster", "📈 Chart", ">/goals", "Read more", "📈 Chart")
      sees(alice, ["50 now, the goal is 60 words", "Planned by today", "At this pace", "of 12 books"])
      try await alice.go(
        ">/goals", "Thesis", "🪜 Steps", "Outline", "Outline", "↕️ Order", "Draft", "?Done", "➕ Step", ">Print",
        ">/goals",
        "Thesis")
      sees(alice, ["steps: 1 of 3", "The step is open again", "A tap moves a step up by one"])
      try await alice.go(">/goals", "Coffee", ">/goals", "What I want")
      try await alice.go(
        ">what a day that was", "Keep as a note", ">/note 01.03 rain", ">/coach", ">had my coffee, 1 cup", ">/help")
      sees(alice, ["What shall we do with it?", "📝 Noted.", "What shall we talk about?"])
      try await alice.alice.sendPhoto(photo)
      try await alice.go("📝 Note", ">by the window")
      sees(alice, ["Which goal is this photo about?", "A note for today"])
    }
    #expect(easel.charts.count >= 2)
  }
}
