import CConfine
import CVips
import Glibc

/// What the worker gives up before it reads the first byte from outside.
enum Confinement {
  /// Bytes of address space. The worst picture allowed, interlaced with 16 bits and transparency, was seen to take 612 MB.
  private static let memory: UInt64 = 700 << 20
  /// Seconds of processor time of the whole life; each request has its own below.
  private static let life: UInt64 = 600
  /// Where fonts and their settings are.
  private static let folders = [
    "/usr/share", "/usr/lib", "/usr/local/share", "/lib", "/etc/fonts", "/etc/ld.so.cache", "/var/cache/fontconfig",
    "/usr/local/lib",
  ]

  /// Starts libvips and gives up the rest.
  /// - Parameter isCheck: nothing from outside will be read, so that ``speakAgain()`` may follow.
  /// - Returns: what protects this process, or nil when it must not work: limits, "no new privileges" and libvips are
  ///   always there; Landlock and the filter of system calls where the kernel has them.
  static func start(isCheck: Bool = false) -> String? {
    cconfine_one_heap()
    guard cvips_start() == 0, cconfine_no_new_privileges() == 0 else { return nil }
    var abilities = ["limits"]
    guard cconfine_leave_root() == 0 else { return nil }
    if readOnly() { abilities.append("landlock") }
    if cconfine_filter_calls() == 0 { abilities.append("seccomp") }
    guard cconfine_limit_time_of_life(life) == 0, cconfine_limit_memory(memory) == 0,
      cconfine_limit_files(isCheck ? 0 : 1) == 0
    else { return nil }
    return abilities.joined(separator: " ")
  }

  /// - Parameter seconds: of processor time for what comes next.
  static func allow(seconds: UInt64) { _ = cconfine_limit_time(seconds) }

  /// Lets a file grow that standard output may be.
  static func speakAgain() { _ = cconfine_lift_files() }

  private static func readOnly() -> Bool {
    var pointers: [UnsafePointer<CChar>?] = folders.map { UnsafePointer(strdup($0)) }
    defer { for pointer in pointers { free(UnsafeMutableRawPointer(mutating: pointer)) } }
    return cconfine_read_only(&pointers, Int32(pointers.count)) == 0
  }
}
