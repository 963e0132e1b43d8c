import Foundation
import Synchronization

/// Keeps a second process off a database file. The kernel releases it when the process dies, however it dies.
final class LockFile: Sendable {
  private let descriptor: Mutex<Int32>

  init(path: String) throws(StorageError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .schema(
        "Cannot create \(path): \(String(cString: strerror(errno))). "
          + "The database folder must exist and be writable for this user.")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .schema(
        "Another process is using this database (\(path) is locked). "
          + "Stop it first, or give this one another DATABASE_URL.")
    }
    self.descriptor = Mutex(descriptor)
  }

  func release() {
    descriptor.withLock { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }

  deinit { release() }
}
