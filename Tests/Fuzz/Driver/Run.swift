import Glibc

// Its name is what libFuzzer's own `main` wants, which is linked too and not used.
@_cdecl("LLVMFuzzerTestOneInput")
func runOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  Run.one(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}

enum Run {
  // Safe because libFuzzer calls from one thread only.
  nonisolated(unsafe) static var target = FuzzTarget.all[0]

  static func one(_ input: [UInt8]) {
    check(input)
    // Now and then the input is repeated up to 64 KB, decided by its content so that a crash can be repeated: what is
    // slow for long inputs is rarely met by growing them byte by byte.
    if !input.isEmpty, input.count < 4096, hash(input) % 64 == 0 {
      check((0..<(65_536 / input.count)).flatMap { _ in input })
    }
  }

  /// Runs the target and ends the process if it took more than a second of processor time.
  private static func check(_ input: [UInt8]) {
    let start = processorTime()
    target.run(input)
    let milliseconds = (processorTime() - start) / 1_000_000
    demand(milliseconds < 1000, "\(target.name) took \(milliseconds) ms for \(input.count) bytes")
  }

  private static func hash(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } >> 20
  }

  private static func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
