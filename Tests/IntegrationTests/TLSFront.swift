import Foundation
import TestServers

/// What stands before Telegram at `https://telegram.test`: a TLS terminator (Debian's socat) with certificates of its own,
/// a list of authorities that knows most of them, and a list of hosts that only the bot sees.
final class TLSFront {
  /// What is behind the name.
  enum Door {
    /// Telegram, as it should be.
    case right
    /// A certificate for another host, one that has run out, and one of which nobody knows who signed it.
    case elsewhere, expired, unknown
    /// A server that does not speak TLS, and one that never answers.
    case plain, silent
    /// Telegram, but nobody knows its name; and under another address.
    case nameless, moved
  }

  let port: Int
  /// Starts a program that sees only these hosts and authorities.
  let through: [String]
  private let target: Int
  private let folder: URL

  init(target: Int) throws {
    self.target = target
    let folder = try TestProcess.makeFolder("roost-front")
    self.folder = folder
    port = try TestProcess.freePort()
    let seen = [
      "hosts": "/etc/hosts", "resolv.conf": "/etc/resolv.conf",
      "authorities.pem": "/etc/ssl/certs/ca-certificates.crt",
    ]
    let binds = seen.map { "mount --bind \(folder.path)/\($0) $(readlink -f \($1))" }.joined(separator: " && ")
    through = ["/usr/bin/unshare", "-rm", "/bin/sh", "-c", binds + #" && exec "$@""#, "sh"]
    var known = Data()
    for (door, host) in [(Door.right, "telegram.test"), (.elsewhere, "elsewhere.test"), (.expired, "telegram.test")] {
      try makeCertificate(for: door, host: host)
      known += try Data(contentsOf: certificate(of: door))
    }
    try makeCertificate(for: .unknown, host: "telegram.test")
    try known.write(to: folder.appendingPathComponent("authorities.pem"))
    try Data("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n".utf8)
      .write(to: folder.appendingPathComponent("resolv.conf"))
    try open(.right)
  }

  /// Whether this computer lets a program see files of its own.
  static var canBeMade: Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    process.arguments = ["-rm", "/bin/mount", "--bind", "/etc/hosts", "/etc/hosts"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Cuts all connections and puts something else behind the name.
  func open(_ door: Door) throws {
    stop()
    let hosts =
      switch door {
      case .nameless: ""
      case .moved: "127.0.0.2 telegram.test"
      default: "127.0.0.1 telegram.test"
      }
    // In place: the bot sees this very file.
    try Data("127.0.0.1 localhost\n\(hosts)\n".utf8).write(to: folder.appendingPathComponent("hosts"))
    let address = "\(port),fork,reuseaddr,bind=\(door == .moved ? "127.0.0.2" : "127.0.0.1")"
    let shown = [.elsewhere, .expired, .unknown].contains(door) ? door : .right
    let listener =
      switch door {
      case .plain, .silent: "TCP-LISTEN:\(address)"
      default: "OPENSSL-LISTEN:\(address),verify=0,cert=\(certificate(of: shown).path),key=\(key(of: shown).path)"
      }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/socat")
    process.arguments = [listener, door == .silent ? "EXEC:sleep 20" : "TCP:127.0.0.1:\(target)"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    TestProcess.clean(process)
    guard door == .moved || waits(until: true) else { throw TestFailure("socat does not listen for \(door)") }
  }

  /// Ends the server with all its connections.
  func stop() {
    let end = Process()
    end.executableURL = URL(fileURLWithPath: "/usr/bin/pkill")
    end.arguments = ["-KILL", "-f", "LISTEN:\(port),"]
    guard (try? end.run()) != nil else { return }
    end.waitUntilExit()
    _ = waits(until: false)
  }

  /// Whether the port is taken, or free again, within 5 s.
  private func waits(until isTaken: Bool) -> Bool {
    for _ in 0..<500 {
      // Telegram at its other address is seen by the bot alone.
      if TestProcess.accepts(port: port) == isTaken { return true }
      usleep(10_000)
    }
    return false
  }

  deinit {
    stop()
    try? FileManager.default.removeItem(at: folder)
  }

  private func certificate(of door: Door) -> URL { folder.appendingPathComponent("\(door).crt") }
  private func key(of door: Door) -> URL { folder.appendingPathComponent("\(door).key") }

  private func makeCertificate(for door: Door, host: String) throws {
    let log = folder.appendingPathComponent("openssl.log")
    let (certificate, key) = (certificate(of: door).path, key(of: door).path)
    try TestProcess.run(
      [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=\(door)", "-addext", "subjectAltName=DNS:\(host)", "-keyout", key, "-out", certificate,
      ], log: log)
    guard door == .expired else { return }
    try TestProcess.run(
      ["openssl", "x509", "-in", certificate, "-signkey", key, "-days", "-1", "-out", certificate], log: log)
  }
}
