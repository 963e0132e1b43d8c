import Foundation
import PluginAPI
import Testing

@testable import Host

extension MediaTests {
  /// What a worker was left with.
  @Suite(.serialized) struct ConfinementTests {
    private func withWorker(_ body: (Int32) throws -> Void) async throws {
      // Kept open across exec, as by a library that forgot.
      let forgotten = open("/etc/hostname", O_RDONLY)
      #expect(forgotten >= 0)
      defer { close(forgotten) }
      setenv("ROOST_MEDIA_TEST_SECRET", "hidden", 1)
      defer { unsetenv("ROOST_MEDIA_TEST_SECRET") }
      try await withBench { bench in
        #expect(await bench.client.fate(Fixture.bytes("photo.jpg")) == "made")
        try body(try #require(Bench.workers().first))
      }
    }

    @Test func itHasNoPrivileges() async throws {
      try await withWorker { worker in
        #expect(Bench.status(worker, "NoNewPrivs") == "1")
        // One filter more than this process has, which may run in a container.
        let filters = try #require(Int(Bench.status(getpid(), "Seccomp_filters")))
        #expect(Bench.status(worker, "Seccomp_filters") == "\(filters + 1)")
        #expect(Bench.status(worker, "CapEff") == "0000000000000000")
        #expect(!Bench.status(worker, "Uid").split(separator: "\t").contains("0"))
        #expect(!Bench.status(worker, "Gid").split(separator: "\t").contains("0"))
      }
    }

    /// Its three descriptors and the one for its answers; who may not look there knows only their number.
    @Test func itHasNothingOfOurs() async throws {
      try await withWorker { worker in
        let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(worker)/fd")
        let targets = names.compactMap {
          try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(worker)/fd/\($0)")
        }
        #expect(targets.allSatisfy { $0.hasPrefix("pipe:") || $0 == "/dev/null" || $0.hasPrefix("anon_inode:") })
        #expect(names.count <= 5)
        let environment = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(worker)/environ"))
        #expect(environment.isEmpty)
      }
    }

    @Test func itHasLimits() async throws {
      try await withWorker { worker in
        let limits = try String(contentsOfFile: "/proc/\(worker)/limits", encoding: .utf8)
        for (name, value) in [
          ("Max file size", "0"), ("Max core file size", "0"), ("Max open files", "64"),
          ("Max address space", "\(700 << 20)"),
        ] {
          let line = limits.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
          #expect(line.dropFirst(26).split(separator: " ").first == value[...], "\(line)")
        }
        let time = limits.split(separator: "\n").first { $0.hasPrefix("Max cpu time") } ?? ""
        let seconds = try #require(Int(time.dropFirst(26).split(separator: " ").first ?? ""))
        #expect(seconds <= 15)
      }
    }

    @Test func itSaysWhetherItCanWork() throws {
      let process = Process()
      let output = Pipe()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = ["--check"]
      process.standardOutput = output
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      #expect(text.hasPrefix("roost-media is ready: limits"))
      #expect(text.contains("seccomp"))
    }

    /// Its own limit on files would hold for the one that it prints to.
    @Test func itSaysSoIntoAFileToo() throws {
      let path = FileManager.default.temporaryDirectory.appendingPathComponent("roost-check-\(UUID().uuidString)")
      try Data("before\n".utf8).write(to: path)
      defer { try? FileManager.default.removeItem(at: path) }
      let file = try FileHandle(forWritingTo: path)
      try file.seekToEnd()
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = ["--check"]
      process.standardOutput = file
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      let text = try String(contentsOf: path, encoding: .utf8)
      #expect(text.hasPrefix("before\nroost-media is ready: limits"), "\(text)")
    }

    @Test func itIsFoundOrNot() throws {
      let folder = URL(fileURLWithPath: program).deletingLastPathComponent().path
      #expect(try MediaWorkerChoice.auto.find(environment: [:]) == program)
      #expect(try MediaWorkerChoice.off.find(environment: ["PATH": folder]) == nil)
      #expect(try MediaWorkerChoice.path(program).find(environment: [:]) == program)
      let picture = Fixture.folder.appendingPathComponent("photo.jpg").path
      #expect(throws: HostError.self) { try MediaWorkerChoice.path(picture).find(environment: [:]) }
      #expect(throws: HostError.self) { try MediaWorkerChoice.path("/tmp").find(environment: [:]) }
    }
  }
}
