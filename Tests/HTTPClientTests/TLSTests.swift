import Foundation
import HTTPClient
import Testing

/// Verification against a real TLS server, where the `openssl` command is installed.
@Suite(.timeLimit(.minutes(1)), .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct TLSTests {
  @Test func aCertificateOfAnAuthorityGivenIsTrusted() async throws {
    let server = try OpenSSLServer(names: "IP:127.0.0.1")
    let client = try HTTPClient(configuration: .init(certificateAuthorityFile: server.certificate))
    let response = try await client.execute(HTTPRequest(url: "https://127.0.0.1:\(server.port)/"))
    #expect(response.status == 200)
    await client.shutdown()
  }

  @Test func anUnknownCertificateIsRefusedBeforeAnythingIsSent() async throws {
    let server = try OpenSSLServer(names: "IP:127.0.0.1")
    let client = try HTTPClient()
    let request = HTTPRequest(method: .post, url: "https://127.0.0.1:\(server.port)/SECRET", body: [1])
    let error = try await failure(of: request, by: client)
    #expect(error.code == .tls)
    #expect(error.certainty == .notSent)
    #expect(!error.description.contains("SECRET"))
    await client.shutdown()
  }

  @Test func aCertificateForAnotherHostIsRefused() async throws {
    let server = try OpenSSLServer(names: "DNS:elsewhere.example")
    let client = try HTTPClient(configuration: .init(certificateAuthorityFile: server.certificate))
    let error = try await failure(of: HTTPRequest(url: "https://127.0.0.1:\(server.port)/"), by: client)
    #expect(error.code == .tls)
    #expect(error.certainty == .notSent)
    await client.shutdown()
  }

  @Test func aMissingAuthorityFileIsNotPassedOver() async throws {
    let server = try OpenSSLServer(names: "IP:127.0.0.1")
    let client = try HTTPClient(configuration: .init(certificateAuthorityFile: server.certificate + ".missing"))
    let error = try await failure(of: HTTPRequest(url: "https://127.0.0.1:\(server.port)/"), by: client)
    #expect(error.code == .tls)
    #expect(error.certainty == .notSent)
    await client.shutdown()
  }
}

/// `openssl s_server` with a certificate of its own, answering every request with a page.
private final class OpenSSLServer {
  let port: String
  let certificate: String
  private let folder: URL
  private let process: Process

  init(names: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificate = folder.appending(path: "certificate.pem").path
    let key = folder.appending(path: "key.pem").path
    let generation = Self.openssl([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
      "/CN=test", "-addext", "subjectAltName=\(names)", "-keyout", key, "-out", certificate,
    ])
    try generation.run()
    generation.waitUntilExit()
    process = Self.openssl(["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"])
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var text = ""
    // "ACCEPT 127.0.0.1:40123"
    while !text.contains(/ACCEPT \S+:\d+\n/) {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      text += String(decoding: data, as: UTF8.self)
    }
    port = text.firstMatch(of: /ACCEPT \S+:(\d+)\n/).map { String($0.output.1) } ?? "none"
  }

  deinit {
    process.terminate()
    try? FileManager.default.removeItem(at: folder)
  }

  private static func openssl(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }
}
