import HTTPClient
import Host
import LanguageModel
import PluginAPI
import Testing

/// Who is asked when a model gives no answer that is good.
@Suite struct ModelFallbackTests {
  @Test func othersAreAskedInOrder() async throws {
    try await ModelBench.run { bench in
      let first = bench.provider { call in
        call.model == "alpha" ? ScriptedProvider.status(500) : ScriptedProvider.status(404)
      }
      let second = bench.provider { _ in ScriptedProvider.haiku }
      let answer = try await bench.ask(bench.model(first, second: second) { $0.primary.fallbackModels = ["beta"] })
      #expect(try answer.get().model == "omega")
      #expect(first.calls.map(\.model) == ["alpha", "alpha", "beta"] && second.calls.map(\.model) == ["omega"])
      #expect(try await bench.outcomes() == ["ok", "rejected", "server", "server"])
    }
  }

  @Test func whoIsSilentLeavesTimeForTheNext() async throws {
    try await ModelBench.run { bench in
      let silent = SilentProvider(bench.clock)
      let second = bench.provider { _ in ScriptedProvider.haiku }
      let begun = bench.clock.now
      let answer = try await bench.ask(bench.model(silent.provider, second: second))
      #expect(try answer.get().model == "omega")
      #expect(bench.clock.now - begun == .seconds(15))
    }
  }

  @Test func whoAnswersBadlyTwiceIsFollowedByTheNext() async throws {
    try await ModelBench.run { bench in
      let first = bench.provider { call in
        call.model == "alpha" ? ScriptedProvider.says("nonsense") : ScriptedProvider.status(500)
      }
      let second = bench.provider { _ in ScriptedProvider.haiku }
      let model = try bench.model(first, second: second) { $0.primary.fallbackModels = ["beta"] }
      let answer = try await bench.ask(model).get()
      #expect(answer.model == "omega" && !answer.isRepaired)
      #expect(first.calls.map(\.model) == ["alpha", "alpha", "beta", "beta"] && second.calls.map(\.model) == ["omega"])
      #expect(try await bench.outcomes() == ["invalid", "invalid", "ok", "server", "server"])
      // A refusal is a word of a model, and final.
      let refusing = bench.provider { _ in
        HTTPResponse(status: 200, body: Array(#"{"choices":[{"message":{"content":null,"refusal":"no"}}]}"#.utf8))
      }
      let unasked = bench.provider { _ in ScriptedProvider.haiku }
      let refused = try bench.model(refusing, second: unasked)
      #expect(await bench.ask(refused).error == .refused("no"))
      #expect(unasked.calls.isEmpty)
    }
  }

  @Test func whenAllAnswerBadlyItIsSaidSo() async throws {
    try await ModelBench.run { bench in
      let first = bench.provider { _ in ScriptedProvider.says("nonsense") }
      let second = bench.provider { _ in ScriptedProvider.says(#"{"lines":"none"}"#) }
      let answer = try await bench.ask(bench.model(first, second: second))
      guard case .invalid = answer.error else {
        Issue.record("\(answer)")
        return
      }
      #expect(first.calls.count == 2 && second.calls.count == 2)
    }
  }

  /// The next model is asked out of the same allowance, and within the same time.
  @Test func badAnswersSpendTimeAndAllowance() async throws {
    try await ModelBench.run { bench in
      let first = bench.provider { _ in ScriptedProvider.says("nonsense") }
      let second = bench.provider { _ in ScriptedProvider.haiku }
      let answer = try await bench.ask(bench.model(first, second: second) { $0.limits.person.calls = 2 })
      #expect(answer.error == .spent(.person))
      #expect(first.calls.count == 2 && second.calls.isEmpty)
    }
    try await ModelBench.run { bench in
      let clock = bench.clock
      let slow = bench.provider { _ throws(ChatFailure) in
        do { try await clock.sleep(for: .seconds(10)) } catch { throw .cancelled }
        return ScriptedProvider.says("nonsense")
      }
      let silent = SilentProvider(clock)
      let begun = clock.now
      let answer = try await bench.ask(bench.model(slow, second: silent.provider))
      #expect(answer.isUnavailable)
      // The repair is cut off at three fifths of the 25 s, and the next model has the rest.
      #expect(slow.calls.count == 2 && silent.provider.calls.map { $0.at - begun } == [.seconds(15)])
      #expect(clock.now - begun == .seconds(25))
    }
  }
}
