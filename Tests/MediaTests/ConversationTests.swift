import PluginAPI
import PluginTesting
import SandboxRuntime
import Testing

@testable import Host

/// Draws a chart as slow work and sends it; a text where there is no worker.
struct ChartPlugin: Plugin {
  static let manifest = PluginManifest(
    id: "draw", summary: "Draws.",
    texts: [
      .english: Array(#"{"command": "Draws", "alt": "Three days of five", "words": "3/5 ▰▰▰▱▱"}"#.utf8),
      .russian: Array(#"{"command": "Рисует", "alt": "Три дня из пяти", "words": "3/5 ▰▰▰▱▱"}"#.utf8),
    ])

  struct Draw: WorkRequest {
    typealias Output = [UInt8]
    static let name = "draw.draw_chart"
  }

  let hasMedia: Bool
  init(configuration: NoConfiguration, context: PluginContext) throws { hasMedia = context.hasMedia }

  var contributions: Contributions {
    Command("draw", "command") { turn, _ in
      if hasMedia { turn.start(Draw()) } else { turn.send(Card(turn.text("words"))) }
    }
    SlowWork(
      Draw.self,
      run: { _, context in
        try await context.media.chart(Chart(title: "Бег", kind: .heatmap([.full, .full, .minimum, .missed, .none])))
      },
      then: { turn, _, result in
        guard let png = result.output else {
          turn.send(Card(turn.text("words")))
          return
        }
        turn.send(
          Card(
            turn.text("alt"),
            media: .photo(.upload(Attachment(filename: "chart.png", contentType: "image/png", bytes: png)))))
      })
  }
}

extension MediaTests {
  /// From a command to a picture in the chat, through the whole host under its virtual clock.
  @Suite(.serialized) struct ConversationTests {
    @Test func aChartIsSent() async throws {
      try await withBench { bench in
        let client = bench.client
        try await withBot([ChartPlugin.self], options: { $0.media = client }) { bot in
          let alice = try await bot.person("Alice")
          try await alice.send("/draw")
          try await alice.expect("Three days of five")
          let metrics = bot.runtime.host.renderedMetrics
          #expect(metrics.contains(#"roost_media_jobs_total{verb="chart",end="done"} 1"#))
        }
      }
    }

    @Test func withoutAWorkerThereAreWords() async throws {
      try await withBot(ChartPlugin.self) { bot in
        let alice = try await bot.person("Алиса", language: .russian)
        try await alice.send("/draw")
        try await alice.expect("3/5 ▰▰▰▱▱")
      }
    }

    /// The worker is there but broken: the work fails for good, and the plugin says it in words.
    @Test func aBrokenWorkerEndsInWords() async throws {
      try await withBench(script: "exit 1") { bench in
        let client = bench.client
        try await withBot([ChartPlugin.self], options: { $0.media = client }) { bot in
          let alice = try await bot.person("Alice")
          try await alice.send("/draw")
          await bot.advance(by: .minutes(1))
          try await alice.expect("3/5 ▰▰▰▱▱")
        }
      }
    }
  }
}
