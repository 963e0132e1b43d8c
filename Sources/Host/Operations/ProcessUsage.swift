import Foundation

/// What this process uses, as the kernel counts it.
struct ProcessUsage: Sendable {
  /// Memory in use, in bytes.
  var residentBytes: Int
  /// Time on all processors since the start, in seconds.
  var processorSeconds: Double

  /// Reads `/proc/self/stat` (proc(5)); nil where there is none.
  static func now() -> ProcessUsage? {
    guard let text = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8) else { return nil }
    return ProcessUsage(
      stat: text, ticksPerSecond: Int(sysconf(Int32(_SC_CLK_TCK))), pageSize: Int(sysconf(Int32(_SC_PAGESIZE))))
  }

  /// - Parameter stat: the line. The second field is the program's name in brackets, which may hold spaces and brackets.
  init?(stat: String, ticksPerSecond: Int, pageSize: Int) {
    guard let end = stat.lastIndex(of: ")"), ticksPerSecond > 0 else { return nil }
    let fields = stat[end...].split(separator: " ").dropFirst().map { Int($0) }
    // Fields 14 and 15 are the times in user and kernel mode, 24 the pages in memory; the third is the first here.
    guard fields.count > 21, let user = fields[11], let kernel = fields[12], let pages = fields[21] else { return nil }
    residentBytes = pages * pageSize
    processorSeconds = Double(user + kernel) / Double(ticksPerSecond)
  }
}
