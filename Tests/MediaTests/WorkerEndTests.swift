import Foundation
import Logging
import PluginAPI
import Testing

@testable import Host

extension MediaTests {
  /// Workers that die, stall, talk nonsense or are not there.
  @Suite(.serialized) struct WorkerEndTests {
    private func photo() -> [UInt8] { Fixture.bytes("photo.jpg") }

    /// Makes a picture, so that there is a worker, and stops that one.
    private func stopped(_ bench: Bench) async throws -> Int32 {
      #expect(await bench.client.fate(photo()) == "made")
      let worker = try #require(Bench.workers().first)
      #expect(kill(worker, SIGSTOP) == 0)
      return worker
    }

    @Test func oneThatIsKilledAmidTheWorkIsReplaced() async throws {
      try await withBench { bench in
        let worker = try await stopped(bench)
        let image = photo()
        async let fate = bench.client.fate(image)
        // Its input is full of the request, or it has not been asked yet: dead in either case.
        #expect(kill(worker, SIGKILL) == 0)
        let found = await fate
        #expect(found == "failed" || found == "made")
        #expect(await bench.client.fate(photo()) == "made")
        #expect(Bench.workers() != [worker])
        #expect(bench.count(#"roost_media_restarts_total{why="died"}"#) == 1)
        #expect(bench.count("roost_media_starts_total") == 2)
      }
    }

    @Test func oneThatDiesAmidTheWorkFailsIt() async throws {
      // Greets like a worker, takes a head and ends.
      let script = #"printf '\122\115\001\200\000\000\000\000\000\000\000\000'; /usr/bin/head -c 12 >/dev/null"#
      try await withBench(script: script) { bench in
        #expect(await bench.client.fate(photo()) == "failed")
        #expect(bench.count(#"roost_media_restarts_total{why="died"}"#) == 1)
        #expect(bench.count(#"roost_media_jobs_total{verb="normalise",end="failed"}"#) == 1)
      }
    }

    @Test func oneThatIsKilledWithoutWorkIsNoticed() async throws {
      try await withBench { bench in
        #expect(await bench.client.fate(photo()) == "made")
        let worker = try #require(Bench.workers().first)
        #expect(kill(worker, SIGKILL) == 0)
        #expect(eventually { Bench.workers().isEmpty && Bench.zombies().isEmpty })
        #expect(await bench.client.fate(photo()) == "made")
        #expect(bench.count(#"roost_media_jobs_total{verb="normalise",end="failed"}"#) == 0)
      }
    }

    @Test func oneThatStallsIsKilledAndReplaced() async throws {
      try await withBench({ $0.answerTime = .milliseconds(2000) }) { bench in
        let worker = try await stopped(bench)
        #expect(await bench.client.fate(photo()) == "failed")
        #expect(eventually { kill(worker, 0) != 0 })
        #expect(bench.count(#"roost_media_restarts_total{why="too_slow"}"#) == 1)
        #expect(await bench.client.fate(photo()) == "made")
      }
    }

    /// A large request does not fit into the pipe of a worker that reads nothing.
    @Test func oneThatReadsNothingIsKilled() async throws {
      try await withBench({ $0.answerTime = .milliseconds(400) }) { bench in
        _ = try await stopped(bench)
        #expect(await bench.client.fate(photo() + [UInt8](repeating: 0, count: 5_000_000)) == "failed")
        #expect(bench.count(#"roost_media_restarts_total{why="too_slow"}"#) == 1)
      }
    }

    static let nonsense = [
      // No greeting at all, a greeting of another version, an answer instead.
      "echo hello; /bin/cat >/dev/null",
      #"printf '\122\115\002\200\000\000\000\000\000\000\000\000'; /bin/cat >/dev/null"#,
      #"printf '\122\115\001\201\000\000\000\000\000\000\000\000'; /bin/cat >/dev/null"#,
      // A greeting, then: an answer to something else, of no picture, too long, another greeting, a request, text.
      #"printf '\122\115\001\200\000\000\000\000\000\000\000\000'; /usr/bin/head -c 1000 >/dev/null; printf '\122\115\001\201\000\000\000\011\000\000\000\001x'; /bin/cat >/dev/null"#,
      #"printf '\122\115\001\200\000\000\000\000\000\000\000\000'; /usr/bin/head -c 900 >/dev/null; printf '\122\115\001\201\000\000\000\001\000\000\000\001x'; /bin/cat >/dev/null"#,
      #"printf '\122\115\001\200\000\000\000\000\000\000\000\000'; /usr/bin/head -c 900 >/dev/null; printf '\122\115\001\201\000\000\000\001\377\377\377\377'; /bin/cat /dev/zero"#,
      #"printf '\122\115\001\200\000\000\000\000\000\000\000\000'; /usr/bin/head -c 900 >/dev/null; printf '\122\115\001\200\000\000\000\001\000\000\000\000'; /bin/cat >/dev/null"#,
      #"printf '\122\115\001\200\000\000\000\000\000\000\000\000'; /usr/bin/head -c 900 >/dev/null; printf '\122\115\001\001\000\000\000\001\000\000\000\000'; /bin/cat >/dev/null"#,
      #"printf '\122\115\001\200\000\000\000\000\000\000\000\000'; /bin/cat /dev/zero"#,
      #"printf '\122\115\001\200\000\000\000\000\000\000\000\000'; /usr/bin/head -c 900 >/dev/null; printf '\122\115\001\201\000\000\000\011\000\000\003\237'; /bin/cat $PHOTO; /bin/cat >/dev/null"#,
      "exit 0", "exec /bin/cat /dev/urandom", "kill -SEGV $$",
    ]

    @Test(arguments: nonsense) func nonsenseIsNotBelieved(_ script: String) async throws {
      // The first worker talks nonsense, the next one is a real one.
      let first = "if [ ! -e $HERE/seen ]; then : >$HERE/seen; \(script); exit; fi; exec $WORKER"
      try await withBench(script: first, { $0.startTime = .seconds(5) }) { bench in
        #expect(await bench.client.fate(photo()) == "failed")
        #expect(await bench.client.fate(photo()) == "made")
        #expect(bench.count("roost_media_starts_total") == 2)
      }
    }

    /// What looks like an answer but is no picture of the size asked for ends the worker too.
    @Test func aRefusalOfTheWorkerKeepsIt() async throws {
      let script =
        #"printf '\122\115\001\200\000\000\000\000\000\000\000\000'; /usr/bin/head -c 900 >/dev/null; printf '\122\115\001\202\000\000\000\001\000\000\000\007so\012ugly'; /bin/cat >/dev/null"#
      try await withBench(script: script) { bench in
        do {
          _ = try await bench.client.normalise(photo(), maximumSide: 1024)
          Issue.record("made")
        } catch MediaError.refused(let reason) {
          #expect(reason == "so ugly")
        }
        #expect(Bench.workers().count == 1)
      }
    }

    @Test func oneThatIsMissingFailsAtOnce() async throws {
      try await withBench({ $0.path = "/nonexistent/roost-media" }) { bench in
        #expect(await bench.client.fate(photo()) == "failed")
        #expect(bench.count(#"roost_media_restarts_total{why="not_started"}"#) == 1)
      }
    }

    @Test func oneIsReplacedAfterSoManyAnswers() async throws {
      try await withBench({ $0.jobs = 3 }) { bench in
        for _ in 0..<7 { #expect(await bench.client.fate(photo()) == "made") }
        #expect(bench.count("roost_media_starts_total") == 3)
        #expect(Bench.workers().count == 1)
      }
    }

    @Test func oneWithoutWorkEnds() async throws {
      try await withBench({ $0.idleTime = .milliseconds(100) }) { bench in
        #expect(await bench.client.fate(photo()) == "made")
        #expect(eventually { Bench.workers().isEmpty && Bench.zombies().isEmpty })
        #expect(await bench.client.fate(photo()) == "made")
        #expect(bench.count("roost_media_starts_total") == 2)
        #expect(bench.metrics.rendered(gauges: []).contains("restarts") == false)
      }
    }

    @Test func closingEndsWorkUnderWay() async throws {
      let bench = try Bench()
      _ = try await stopped(bench)
      let image = photo()
      async let first = bench.client.fate(image)
      async let second = bench.client.fate(image)
      let start = MonotonicTime.nanoseconds
      await bench.client.close()
      #expect(await first == "off")
      #expect(await second == "off")
      #expect(MonotonicTime.nanoseconds - start < 3_000_000_000)
      #expect(Bench.workers().isEmpty && Bench.zombies().isEmpty)
      #expect(await bench.client.fate(photo()) == "off")
    }

    @Test func whoeverGivesUpWaitsNoLonger() async throws {
      try await withBench { bench in
        let worker = try await stopped(bench)
        let start = MonotonicTime.nanoseconds
        let fate = await withTaskGroup(of: String.self) { group in
          group.addTask { await bench.client.fate(photo()) }
          group.cancelAll()
          return await group.next()
        }
        #expect(fate == "failed")
        #expect(MonotonicTime.nanoseconds - start < 3_000_000_000)
        kill(worker, SIGCONT)
        #expect(await bench.client.fate(photo()) == "made")
      }
    }

    @Test func tooManyThatWaitAreToldSo() async throws {
      try await withBench({
        $0.waiting = 2
        $0.answerTime = .milliseconds(500)
      }) { bench in
        _ = try await stopped(bench)
        let fates = await withTaskGroup(of: String.self) { group in
          for _ in 0..<6 { group.addTask { await bench.client.fate(photo()) } }
          return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        // One under way on the stopped worker, two that wait and are done by its successor, the rest are refused a place.
        #expect((fates["made"] ?? 0) <= 3)
        #expect((fates["failed"] ?? 0) >= 3)
      }
    }

    @Test func manyAtOnceAreAllDone() async throws {
      try await withBench({ $0.workers = 2 }) { bench in
        let fates = await withTaskGroup(of: String.self) { group in
          for _ in 0..<12 { group.addTask { await bench.client.fate(photo()) } }
          return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(fates == Array(repeating: "made", count: 12))
        #expect(Bench.workers().count <= 2)
      }
    }
  }
}
