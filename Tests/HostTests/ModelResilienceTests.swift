import HTTPClient
import Host
import LanguageModel
import Logging
import PluginAPI
import Testing

/// What a deployment does when a provider does not do its part.
@Suite struct ModelResilienceTests {
  @Test func anAnswerComesAtOnce() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { _ in ScriptedProvider.haiku }
      let answer = try await bench.ask(bench.model(provider)).get()
      #expect(answer.value.lines == ["old pond"] && answer.rung == .schema && answer.model == "alpha")
      #expect(provider.calls.count == 1 && provider.calls[0].path == "/chat/completions")
    }
  }

  /// One retry, after the time the provider asks for, or between half a second and two.
  @Test(arguments: [(429, "3", 3.0), (503, "", 1.25), (500, "0", 0), (408, "1.5", 1.5)])
  func whatPassesIsTriedOnceMore(_ status: Int, _ retryAfter: String, _ seconds: Double) async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { call in
        call.index == 0
          ? ScriptedProvider.status(status, retryAfter.isEmpty ? [] : [("Retry-After", retryAfter)])
          : ScriptedProvider.haiku
      }
      let answer = try await bench.ask(bench.model(provider))
      #expect(answer.lines == ["old pond"])
      #expect(provider.calls.count == 2)
      #expect(provider.calls[1].at - provider.calls[0].at == .milliseconds(Int(seconds * 1000)))
      // It never works: two calls, not three.
      let broken = bench.provider { _ in ScriptedProvider.status(status) }
      let none = try await bench.ask(bench.model(broken))
      #expect(none.isUnavailable && broken.calls.count == 2)
    }
  }

  @Test(arguments: [400, 401, 403, 404, 413, 422, 307]) func whatIsWrongIsNotRepeated(_ status: Int) async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { _ in ScriptedProvider.status(status) }
      let answer = try await bench.ask(
        bench.model(provider) {
          $0.primary.capabilities.jsonSchema = false; $0.primary.capabilities.jsonObject = false
        })
      #expect(answer.isUnavailable && provider.calls.count == 1)
    }
  }

  @Test func aLongRetryAfterIsNotWaitedFor() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { _ in ScriptedProvider.status(429, [("Retry-After", "600")]) }
      let begun = bench.clock.now
      let answer = try await bench.ask(bench.model(provider))
      #expect(answer.isUnavailable)
      #expect(provider.calls.count == 1 && bench.clock.now == begun)
    }
  }

  @Test func patienceEnds() async throws {
    try await ModelBench.run { bench in
      let silent = SilentProvider(bench.clock)
      let begun = bench.clock.now
      let alone = try await bench.ask(bench.model(silent.provider))
      #expect(alone.isUnavailable)
      #expect(bench.clock.now - begun == .seconds(25))
      let patient = try await bench.ask(bench.model(silent.provider), bench.question(urgency: .background))
      #expect(patient.isUnavailable)
      #expect(bench.clock.now - begun == .seconds(25 + 90))
      #expect(try await bench.outcomes() == ["timeout", "timeout"])
    }
  }

  @Test func whoIsCancelledStopsAtOnce() async throws {
    try await ModelBench.run { bench in
      let silent = SilentProvider(bench.clock)
      let model = try bench.model(silent.provider)
      let asked = bench.start(model, bench.question())
      await bench.clock.activity.quiet()
      asked.cancel()
      #expect(await asked.value.error == .cancelled)
      // Its place is free again, and it was no failure of the model.
      let good = bench.provider { _ in ScriptedProvider.haiku }
      let answer = try await bench.ask(bench.model(good))
      #expect(answer.lines == ["old pond"])
      #expect(try await bench.outcomes() == ["cancelled", "ok"])
    }
  }

  // MARK: Breaker

  @Test func aModelThatFailsFiveTimesRests() async throws {
    try await ModelBench.run { bench in
      // 401 fails at once, without a retry.
      let refusing = bench.provider { _ in ScriptedProvider.status(401) }
      let model = try bench.model(refusing)
      for _ in 0..<5 { #expect(await bench.ask(model).isUnavailable) }
      #expect(refusing.calls.count == 5)
      for _ in 0..<3 { #expect(await bench.ask(model).error == .unavailable(reason: "all models rest after failures")) }
      #expect(refusing.calls.count == 5)
      // Another purpose is judged by itself.
      #expect(await bench.ask(model, bench.question(purpose: "test.other")).isUnavailable)
      #expect(refusing.calls.count == 6)
      // After 30 s one may try, and only one.
      await bench.clock.advance(by: .seconds(29))
      _ = await bench.ask(model)
      #expect(refusing.calls.count == 6)
      await bench.clock.advance(by: .seconds(1))
      _ = await bench.ask(model)
      _ = await bench.ask(model)
      #expect(refusing.calls.count == 7)
      #expect(model.renderedMetrics.contains("roost_model_breakers_open 1"))
      #expect(bench.journal.lines.contains { $0.level == .warning && $0.text.contains("a model rests for 30 s") })
    }
  }

  @Test func aModelThatIsBackIsAskedAsBefore() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { call in call.index < 5 ? ScriptedProvider.status(401) : ScriptedProvider.haiku }
      let model = try bench.model(provider)
      for _ in 0..<6 { _ = await bench.ask(model) }
      #expect(provider.calls.count == 5)
      await bench.clock.advance(by: .seconds(30))
      for _ in 0..<3 { #expect(await bench.ask(model).lines == ["old pond"]) }
      #expect(model.renderedMetrics.contains("roost_model_breakers_open 0"))
    }
  }

  @Test func onlyOneTriesWhetherItIsBack() async throws {
    try await ModelBench.run { bench in
      let clock = bench.clock
      let provider = bench.provider { call throws(ChatFailure) in
        if call.index < 5 { return ScriptedProvider.status(401) }
        do { try await clock.sleep(for: .seconds(2)) } catch { throw .cancelled }
        return ScriptedProvider.haiku
      }
      let model = try bench.model(provider)
      for _ in 0..<5 { _ = await bench.ask(model) }
      await clock.advance(by: .seconds(30))
      let asked = (0..<4).map { _ in bench.start(model, bench.question()) }
      await clock.advance(by: .seconds(3))
      var good = 0
      for task in asked where await task.value.lines != nil { good += 1 }
      #expect(good == 1 && provider.calls.count == 6)
    }
  }

  /// Never five in a row, but more than half of the last minute.
  @Test func aModelThatMostlyFailsRests() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { call in
        call.index % 3 == 0 ? ScriptedProvider.haiku : ScriptedProvider.status(401)
      }
      let model = try bench.model(provider)
      for _ in 0..<20 {
        _ = await bench.ask(model)
        await bench.clock.advance(by: .seconds(1))
      }
      // Of the first ten six have failed; the eleventh is a failure too, the seventh of eleven.
      #expect(provider.calls.count == 11 || provider.calls.count == 10, "\(provider.calls.count)")
    }
  }

  @Test func answersThatAreNoGoodCountAsFailures() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { _ in ScriptedProvider.says("nonsense") }
      let model = try bench.model(provider)
      for _ in 0..<7 { _ = await bench.ask(model) }
      // Five questions, each with its repair.
      #expect(provider.calls.count == 10)
      let refusing = bench.provider { _ in
        HTTPResponse(status: 200, body: Array(#"{"choices":[{"message":{"content":null,"refusal":"no"}}]}"#.utf8))
      }
      let polite = try bench.model(refusing)
      for _ in 0..<7 { #expect(await bench.ask(polite).error == .refused("no")) }
      #expect(refusing.calls.count == 7)
    }
  }

  // MARK: Places

  @Test func whoFindsNoPlaceInTimeIsToldSo() async throws {
    try await ModelBench.run { bench in
      let silent = SilentProvider(bench.clock)
      let model = try bench.model(silent.provider) { $0.concurrency = 1 }
      let long = bench.start(model, bench.question(urgency: .background))
      await bench.clock.activity.quiet()
      let waiting = bench.start(model, bench.question())
      let other = bench.start(model, bench.question())
      await bench.clock.advance(by: .seconds(24))
      #expect(silent.provider.calls.count == 1)
      await bench.clock.advance(by: .seconds(1))
      #expect(await waiting.value.error == .busy)
      #expect(await other.value.error == .busy)
      await bench.clock.advance(by: .seconds(65))
      #expect(await long.value.isUnavailable)
      // The place is free again.
      let next = bench.start(model, bench.question())
      await bench.clock.activity.quiet()
      #expect(silent.provider.calls.count == 2)
      await bench.clock.advance(by: .seconds(25))
      _ = await next.value
    }
  }

  @Test func placesAreTakenInTurn() async throws {
    try await ModelBench.run { bench in
      let clock = bench.clock
      let provider = bench.provider { _ throws(ChatFailure) in
        do { try await clock.sleep(for: .seconds(2)) } catch { throw .cancelled }
        return ScriptedProvider.haiku
      }
      let model = try bench.model(provider) { $0.concurrency = 1 }
      var asked: [ModelBench.Asked] = []
      for number in 0..<6 {
        asked.append(bench.start(model, bench.question("\(number)")))
        await clock.activity.quiet()
      }
      #expect(provider.calls.count == 1)
      await clock.advance(by: .seconds(12))
      for task in asked { #expect(await task.value.lines == ["old pond"]) }
      let order = provider.calls.map { call in (0..<6).first { call.text.contains("DATA \\\"\($0)\\\"") } }
      #expect(order == [0, 1, 2, 3, 4, 5])
    }
  }

  // MARK: Rungs

  @Test func aRefusedFormatIsRememberedForAnHour() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { call in
        call.rung < 3 ? ScriptedProvider.status(400) : ScriptedProvider.haiku
      }
      let model = try bench.model(provider)
      #expect(try await bench.ask(model).get().rung == .text)
      #expect(provider.calls.map(\.rung) == [1, 2, 3])
      _ = await bench.ask(model, bench.question(purpose: "test.other"))
      #expect(provider.calls.map(\.rung) == [1, 2, 3, 3])
      await bench.clock.advance(by: .minutes(61))
      _ = await bench.ask(model)
      #expect(provider.calls.map(\.rung) == [1, 2, 3, 3, 1, 2, 3])
      #expect(bench.journal.lines.filter { $0.text.contains("response_format") }.count == 2)
    }
  }

  @Test func picturesGoWhereTheyAreSeen() async throws {
    try await ModelBench.run { bench in
      let blind = bench.provider { _ in ScriptedProvider.haiku }
      let seeing = bench.provider { _ in ScriptedProvider.haiku }
      let question = bench.question(images: [ModelImage(jpeg: [0xFF, 0xD8])])
      let both = try bench.model(blind, second: seeing) { $0.second.capabilities.vision = true }
      #expect(both.abilities?.vision == true)
      #expect(try await bench.ask(both, question).get().model == "omega" && blind.calls.isEmpty)
      let none = try bench.model(blind)
      #expect(none.abilities?.vision == false)
      #expect(await bench.ask(none, question).error == .unavailable(reason: "no model here sees pictures"))
    }
  }

  @Test func aConversationThatIsTooLongLosesItsBeginning() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { _ in ScriptedProvider.haiku }
      let model = try bench.model(provider) { $0.primary.capabilities.contextTokens = 1000 }
      var question = bench.question()
      question.history = (0..<50).map {
        ModelTurn($0 % 2 == 0 ? .person : .coach, "turn \($0) " + String(repeating: "x", count: 60))
      }
      _ = try await bench.ask(model, question).get()
      let text = try #require(provider.calls.first?.text)
      #expect(!text.contains("turn 10 ") && text.contains("turn 49 "))
    }
  }

  @Test func offIsOff() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { _ in ScriptedProvider.haiku }
      for change: @Sendable (inout ModelSettings) -> Void in [
        { $0.isEnabled = false }, { $0.primary.model = "" }, { $0.primary.baseURL = "" },
      ] {
        let model = try bench.model(provider, change)
        #expect(model.abilities == nil)
        #expect(await bench.ask(model).error == .off)
        #expect(await model.moderate("x", images: [], for: bench.person()) == nil)
      }
      #expect(provider.calls.isEmpty)
    }
  }

  @Test func tokensAreLearnedFromWhatTheProviderCounts() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { _ in
        ScriptedProvider.says(#"{"lines":[]}"#, usage: #"{"prompt_tokens":2000,"completion_tokens":5}"#)
      }
      let model = try bench.model(provider)
      let text = String(repeating: "слово ", count: 600)
      let guess = model.tokens(in: text, .russian)
      #expect(guess == Int((3600 / 2.6 * 1.1).rounded(.up)) + 1)
      for _ in 0..<60 { _ = await bench.ask(model, bench.question(text), by: bench.person(7, .russian)) }
      let learned = model.tokens(in: text, .russian)
      #expect(learned > guess + 100 && learned < 3000)
      #expect(model.tokens(in: text, .english) == Int((3600 / 3.6 * 1.1).rounded(.up)) + 1)
    }
  }

  @Test func moderationIsAskedAndItsSilenceIsNoVerdict() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { call throws(ChatFailure) in
        switch call.index {
        case 0:
          return HTTPResponse(
            status: 200, body: Array(#"{"results":[{"flagged":true,"categories":{"self-harm":true}}]}"#.utf8))
        case 1: return ScriptedProvider.status(500)
        default: return ScriptedProvider.says("no results")
        }
      }
      let without = try bench.model(provider)
      #expect(await without.moderate("text", images: [], for: bench.person()) == nil && provider.calls.isEmpty)
      let model = try bench.model(provider) { $0.primary.capabilities.moderation = true }
      bench.clock.activity.begin()
      let verdict = await model.moderate("text", images: [], for: bench.person())
      #expect(verdict == ModerationVerdict(isFlagged: true, categories: ["self-harm"]))
      for _ in 0..<2 { #expect(await model.moderate("text", images: [], for: bench.person()) == nil) }
      bench.clock.activity.end()
      #expect(provider.calls.allSatisfy { $0.path == "/moderations" && $0.model == "omni-moderation-latest" })
      #expect(try await bench.outcomes() == ["ok", "server", "unreadable"])
    }
  }
}

/// A provider that takes a question and says nothing.
struct SilentProvider {
  let provider: ScriptedProvider

  init(_ clock: VirtualClock) {
    provider = ScriptedProvider(clock) { _ throws(ChatFailure) in
      do { try await clock.sleep(for: .days(1)) } catch { throw .cancelled }
      throw .timedOut
    }
  }
}
