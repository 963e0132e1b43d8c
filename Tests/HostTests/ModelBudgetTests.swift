import Host
import LanguageModel
import Logging
import PluginAPI
import Testing

/// What may be spent, and what is on record of it.
@Suite struct ModelBudgetTests {
  private let usage = #"{"prompt_tokens":1000,"completion_tokens":100,"prompt_tokens_details":{"cached_tokens":800}}"#

  private func answering(_ bench: ModelBench) -> ScriptedProvider {
    let usage = usage
    return bench.provider { _ in ScriptedProvider.says(#"{"lines":["old pond"]}"#, usage: usage) }
  }

  @Test func callsAreLimitedWhenAllComeAtOnce() async throws {
    try await ModelBench.run { bench in
      let provider = answering(bench)
      let model = try bench.model(provider) { $0.limits.person.calls = 3 }
      let asked = (0..<20).map { _ in bench.start(model, bench.question()) }
      var good = 0
      for task in asked {
        switch await task.value {
        case .success: good += 1
        case .failure(let error): #expect(error == .spent(.person))
        }
      }
      #expect(good == 3 && provider.calls.count == 3)
      // Somebody else has an allowance of their own.
      #expect(await bench.ask(model, by: bench.person(8)).lines != nil)
      // A day of UTC later it begins anew.
      await bench.clock.advance(by: .days(1))
      #expect(await bench.ask(model).lines != nil)
    }
  }

  @Test func aRestartAndAnotherHostChangeNothing() async throws {
    try await ModelBench.run { bench in
      let provider = answering(bench)
      let change: (inout ModelSettings) -> Void = { $0.limits.purpose.calls = 4 }
      let (one, other) = (try bench.model(provider, change), try bench.model(provider, change))
      let asked = (0..<12).map { bench.start($0 % 2 == 0 ? one : other, bench.question(), by: bench.person(Int64($0))) }
      var good = 0
      for task in asked where await task.value.lines != nil { good += 1 }
      #expect(good == 4 && provider.calls.count == 4)
      let restarted = try bench.model(provider, change)
      #expect(await bench.ask(restarted).error == .spent(.purpose))
      #expect(await bench.ask(restarted, bench.question(purpose: "test.other")).lines != nil)
    }
  }

  @Test func moneyIsReservedBeforeAndCorrectedAfter() async throws {
    try await ModelBench.run { bench in
      let clock = bench.clock
      let usage = usage
      let slow = bench.provider { _ throws(ChatFailure) in
        do { try await clock.sleep(for: .seconds(1)) } catch { throw .cancelled }
        return ScriptedProvider.says(#"{"lines":["old pond"]}"#, usage: usage)
      }
      // 200 new tokens at 1, 800 from the cache at 0.1, 100 written at 4: 680 millionths. An estimate takes about 1900.
      let change: (inout ModelSettings) -> Void = {
        $0.prices["alpha"] = ModelPrice(input: 1, cached: 0.1, output: 4)
        $0.limits.deployment.microCost = 4500
      }
      let model = try bench.model(slow, change)
      let asked = (0..<10).map { bench.start(model, bench.question(), by: bench.person(Int64($0))) }
      await clock.advance(by: .seconds(2))
      var good = 0
      for task in asked {
        switch await task.value {
        case .success: good += 1
        case .failure(let error): #expect(error == .spent(.deployment))
        }
      }
      // Never more under way than the allowance can pay for.
      #expect(good == 2 && slow.calls.count == 2)
      let rows = try await bench.rows(
        "SELECT scope, name, calls, cost_micro FROM roost_model_budget WHERE scope = 'deployment'")
      #expect(try rows.map { try $0.get("cost_micro", as: Int.self) } == [1360])
      #expect(try rows.map { try $0.get("calls", as: Int.self) } == [2])
    }
  }

  @Test func theWholeDeploymentIsOffUntilTomorrowAndSaysSoOnce() async throws {
    try await ModelBench.run { bench in
      let provider = answering(bench)
      let model = try bench.model(provider) { $0.limits.deployment.calls = 2 }
      for _ in 0..<6 { _ = await bench.ask(model) }
      #expect(provider.calls.count == 2)
      #expect(await bench.ask(model).error == .spent(.deployment))
      #expect(bench.journal.lines.filter { $0.level >= .warning }.count == 1)
      #expect(bench.journal.lines.contains { $0.text.contains("off until tomorrow") })
      await bench.clock.advance(by: .days(1))
      #expect(await bench.ask(model).lines != nil)
    }
  }

  @Test func whatTheProviderDidNotTakeCostsNothing() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { call throws(ChatFailure) in
        switch call.index {
        case 0, 1: return ScriptedProvider.status(500)
        case 2, 3: throw .notSent("nobody there")
        default: throw .cut("cut")
        }
      }
      let model = try bench.model(provider) { $0.prices["alpha"] = ModelPrice(input: 1, cached: 0.1, output: 4) }
      func budget() async throws -> (calls: Int, cost: Int) {
        let row = try #require(
          try await bench.rows("SELECT calls, cost_micro FROM roost_model_budget WHERE scope = 'person'").first)
        return (try row.get("calls"), try row.get("cost_micro"))
      }
      _ = await bench.ask(model)
      _ = await bench.ask(model)
      #expect(try await budget() == (0, 0))
      // Nobody knows whether the provider worked: it counts.
      _ = await bench.ask(model)
      let spent = try await budget()
      #expect(spent.calls == 2 && spent.cost > 1000)
    }
  }

  @Test func whatTheProviderSaysItCostsIsBelieved() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { _ in
        ScriptedProvider.says(#"{"lines":[]}"#, usage: #"{"prompt_tokens":10,"completion_tokens":5,"cost":0.0123}"#)
      }
      let model = try bench.model(provider)
      _ = try await bench.ask(model).get()
      #expect(try await bench.rows("SELECT cost_micro FROM roost_model_call").first?.get("cost_micro") == 12300)
    }
  }

  @Test func aCallIsOnRecordWithoutWhatWasSaid() async throws {
    try await ModelBench.run { bench in
      let provider = bench.provider { call in
        call.index == 0 ? ScriptedProvider.says("private nonsense") : ScriptedProvider.haiku
      }
      let model = try bench.model(provider) { $0.prices["alpha"] = ModelPrice(input: 1, cached: 0.1, output: 4) }
      _ = try await bench.ask(model, bench.question("private words")).get()
      let rows = try await bench.rows("SELECT * FROM roost_model_call ORDER BY at, id")
      let warnings = bench.journal.lines.filter { $0.level >= .warning }.map(\.text)
      #expect(warnings.isEmpty)
      #expect(try rows.map { try $0.get("outcome", as: String.self) }.sorted() == ["invalid", "ok"])
      let good = try #require(try rows.first { try $0.get("outcome", as: String.self) == "ok" })
      #expect(try good.get("person", as: Int64.self) == 7 && good.get("purpose", as: String.self) == "test.haiku")
      #expect(try good.get("provider", as: String.self) == "first" && good.get("model", as: String.self) == "alpha")
      #expect(try good.get("prompt_version", as: String.self) == "haiku/v1" && good.get("repaired", as: Bool.self))
      #expect(try good.get("tokens_in", as: Int.self) == 200 && good.get("tokens_out", as: Int.self) == 20)
      #expect(try good.get("cost_micro", as: Int.self) == 280 && good.get("rung", as: Int.self) == 1)
      for row in rows {
        for value in row.raw { #expect(!"\(value)".contains("private") && !"\(value)".contains("pond")) }
      }
      #expect(!bench.journal.lines.contains { $0.text.contains("private") })
      #expect(
        model.renderedMetrics.contains(
          #"roost_model_calls_total{model="alpha",purpose="test.haiku",rung="1",outcome="ok"} 1"#))
    }
  }

  @Test func aPersonTakesTheirCallsAlong() async throws {
    try await ModelBench.run { bench in
      let model = try bench.model(answering(bench))
      _ = await bench.ask(model, by: bench.person(7))
      _ = await bench.ask(model, by: bench.person(8))
      let exported = String(
        decoding: try await bench.plan.personalData(bench.database).export(PersonID(7)), as: UTF8.self)
      #expect(
        exported.contains("roost_model_call") && exported.contains("test.haiku")
          && exported.contains("roost_model_budget"))
      try await bench.plan.erase(PersonID(7), bench.database)
      #expect(
        try await bench.rows("SELECT person FROM roost_model_call").map { try $0.get("person", as: Int64.self) } == [8])
      #expect(try await bench.rows("SELECT person FROM roost_model_budget WHERE person = 7").isEmpty)
      // What all have spent stays spent.
      #expect(
        try await bench.rows("SELECT calls FROM roost_model_budget WHERE scope = 'deployment'").first?.get("calls") == 2
      )
    }
  }

  @Test func aDatabaseThatIsDownMeansNoAnswerAndNoCall() async throws {
    try await ModelBench.run { bench in
      let provider = answering(bench)
      let closed = try ModelBench.closedDatabase()
      await closed.close()
      let model = try DeploymentModel(
        settings: ModelBench.settings, database: closed, clock: bench.clock, logger: ModelBench.logger,
        connect: { _ in provider })
      #expect(await bench.ask(model).isUnavailable)
      #expect(provider.calls.isEmpty)
    }
  }
}
