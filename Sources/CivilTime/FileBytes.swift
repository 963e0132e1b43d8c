#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a regular file, or why they cannot be had. Blocks the thread.
enum FileBytes {
  enum Failure: Error {
    case missing
    case system(Int32)
    case notAFile
    case tooLarge(Int)
  }

  static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    // Non-blocking, so that a pipe in the file's place cannot hold us up.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      let code = errno
      throw code == ENOENT || code == ENOTDIR ? .missing : .system(code)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .system(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    guard status.st_size <= limit else { throw .tooLarge(Int(status.st_size)) }
    return try readAll(file, sizeHint: Int(status.st_size), limit: limit)
  }

  private static func readAll(_ file: Int32, sizeHint: Int, limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(sizeHint + 1)
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = buffer.withUnsafeMutableBytes { systemRead(file, $0.baseAddress, $0.count) }
      if count < 0 {
        let code = errno
        if code == EINTR { continue }
        throw .system(code)
      }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      // The file may have grown since its size was asked.
      if bytes.count > limit { throw .tooLarge(bytes.count) }
    }
  }

  /// What an error number means.
  static func message(_ code: Int32) -> String { String(cString: strerror(code)) }
}

private func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(file, buffer, count)
}
