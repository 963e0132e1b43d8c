import PluginAPI
import Testing

@testable import Host

extension MediaTests {
  /// Charts: their size, that something is on them, that the same is the same, and what is no chart.
  @Suite(.serialized) struct ChartTests {
    private static let days: [Chart.DayShade] = (0..<182).map { Chart.DayShade.allCases[$0 * 7 % 5] }
    private static let week = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]
    private static let pace = Chart.Pace(
      points: (0..<12).map { .init(day: $0 * 4, value: 82 - Double($0) * 0.4) }, start: .init(day: 0, value: 82),
      goal: .init(day: 100, value: 75), forecast: 74...77.5)

    static let kinds: [Chart.Kind] = [
      .heatmap(days), .week([.init(title: "Бег", days: Array(days.prefix(7)))]),
      .strength((0..<90).map { 40..<52 ~= $0 ? nil : Double($0) / 100 }), .pace(pace),
    ]

    private func chart(_ kind: Chart.Kind, title: String = "🏃 Бег по утрам") -> Chart {
      Chart(
        title: title, subtitle: "26 недель", kind: kind, labels: Self.week, rows: Self.week,
        legend: Dictionary(uniqueKeysWithValues: Chart.Mark.allCases.map { ($0, $0.rawValue) }), decimalMark: ",")
    }

    @Test(arguments: kinds) func aChartIsAPictureForAPhone(_ kind: Chart.Kind) async throws {
      try await withBench { bench in
        let png = try await bench.client.chart(chart(kind))
        #expect(png.pngSize[0] == 1280)
        #expect((500...1400).contains(png.pngSize[1]))
        // A picture of this size in one colour has less than 6 KB.
        #expect(png.count > 15_000)
        #expect(png.count < 300_000)
      }
    }

    @Test(arguments: kinds) func theSameChartIsTheSamePicture(_ kind: Chart.Kind) async throws {
      var pictures: [[UInt8]] = []
      for _ in 0..<2 {
        try await withBench { bench in
          pictures.append(try await bench.client.chart(chart(kind)))
          pictures.append(try await bench.client.chart(chart(kind)))
        }
      }
      #expect(Set(pictures).count == 1)
    }

    @Test func everyWordAndValueShows() async throws {
      try await withBench { bench in
        let base = chart(Self.kinds[0])
        var charts = [base]
        charts.append(chart(Self.kinds[0], title: "Бег по вечерам"))
        var changed = base
        changed.subtitle = "27 недель"
        charts.append(changed)
        changed = base
        changed.labels = ["май"]
        charts.append(changed)
        changed = base
        changed.rows = []
        charts.append(changed)
        changed = base
        changed.legend[.full] = "сделано"
        charts.append(changed)
        // Each shade looks different from each other one.
        for shade in Chart.DayShade.allCases {
          changed = base
          changed.kind = .heatmap([shade] + Self.days.dropFirst())
          if shade != Self.days[0] { charts.append(changed) }
        }
        var pictures: Set<[UInt8]> = []
        for chart in charts { pictures.insert(try await bench.client.chart(chart)) }
        #expect(pictures.count == charts.count)
      }
    }

    @Test func strangeTextsAreDrawn() async throws {
      let titles = [
        String(repeating: "Очень длинный заголовок ", count: 500), "a\u{0}b\u{1B}[31m\nc\td", "مرحبا بالعالم",
        "Z" + String(repeating: "\u{0301}", count: 2000), "👨‍👩‍👧‍👦🏳️‍🌈🇷🇺", "\u{202E}evil", "%s %n <b>&amp;</b>", "",
      ]
      try await withBench { bench in
        for title in titles {
          for kind in Self.kinds {
            let png = try await bench.client.chart(chart(kind, title: title))
            #expect(png.pngSize[0] == 1280)
          }
        }
        #expect(bench.count("roost_media_starts_total") == 1)
      }
    }

    @Test func edgesAreDrawn() async throws {
      let one = Chart.Point(day: 0, value: 0)
      let kinds: [Chart.Kind] = [
        .heatmap([.full]), .heatmap(Array(repeating: .none, count: 371)),
        .week(Array(repeating: .init(title: "", days: Array(repeating: .future, count: 7)), count: 20)),
        .strength([nil]), .strength([1]), .strength(Array(repeating: nil, count: 1000)), .strength([0, nil, 1]),
        .pace(.init(points: [], start: one, goal: .init(day: 1, value: 0), forecast: nil)),
        .pace(.init(points: [one], start: one, goal: .init(day: 365, value: 1e-9), forecast: -1e300...1e300)),
        .pace(.init(points: [one, one], start: one, goal: .init(day: 9, value: -999_999_999_999), forecast: 0...0)),
        .pace(
          .init(points: [.init(day: 50, value: 0.3)], start: one, goal: .init(day: 9, value: 0.35), forecast: nil)),
      ]
      try await withBench { bench in
        for kind in kinds {
          for chart in [chart(kind), Chart(title: "", kind: kind)] {
            let png = try await bench.client.chart(chart)
            #expect(png.pngSize[0] == 1280)
          }
        }
      }
    }

    @Test func whatIsNoChartIsRefused() async throws {
      let point = Chart.Point(day: 0, value: 0)
      let kinds: [Chart.Kind] = [
        .heatmap([]), .heatmap(Array(repeating: .full, count: 372)), .week([]),
        .week([.init(title: "", days: [.full])]),
        .week(Array(repeating: .init(title: "", days: Array(repeating: .full, count: 7)), count: 21)), .strength([]),
        .strength([1.5]), .strength([-0.1]), .strength([.nan]), .strength(Array(repeating: 0, count: 1001)),
        .pace(.init(points: [], start: point, goal: point, forecast: nil)),
        .pace(.init(points: [], start: point, goal: .init(day: 9, value: .infinity), forecast: nil)),
        .pace(.init(points: [], start: point, goal: .init(day: Int.max, value: 1), forecast: nil)),
        .pace(
          .init(points: [.init(day: 5, value: 1), point], start: point, goal: .init(day: 9, value: 1), forecast: nil)),
      ]
      try await withBench { bench in
        for kind in kinds {
          do {
            _ = try await bench.client.chart(Chart(title: "a", kind: kind))
            Issue.record("drawn: \(kind)")
          } catch MediaError.refused {
          }
        }
        await #expect(throws: MediaError.self) {
          try await bench.client.chart(Chart(title: String(repeating: "a", count: 300_000), kind: Self.kinds[0]))
        }
        #expect(bench.count(#"roost_media_restarts_total{why="died"}"#) == 0)
      }
    }
  }
}
