import CPostgres
import Synchronization

/// Gives up a connection with a batch under way: asks the server to stop, so that it lets go of its locks, and closes.
/// libpq's request to cancel blocks, so it runs on a short-lived thread.
final class Abandonment: Sendable {
  private static let maximum = 8
  private static let underWay = Atomic(0)

  private let connection: RawConnection

  private init(_ connection: RawConnection) {
    self.connection = connection
  }

  static func start(_ connection: RawConnection) {
    guard underWay.wrappingAdd(1, ordering: .relaxed).newValue <= maximum else {
      underWay.wrappingSubtract(1, ordering: .relaxed)
      return PQfinish(connection.pointer)
    }
    let abandonment = Unmanaged.passRetained(Abandonment(connection))
    let isStarted = startDetachedThread(abandonment.toOpaque()) { context in
      blockSignals()
      if let context { Unmanaged<Abandonment>.fromOpaque(context).takeRetainedValue().run() }
      return nil
    }
    if !isStarted { abandonment.takeRetainedValue().close() }
  }

  private func run() {
    if let request = PQgetCancel(connection.pointer) {
      var message = [CChar](repeating: 0, count: 256)
      PQcancel(request, &message, Int32(message.count))
      PQfreeCancel(request)
    }
    close()
  }

  private func close() {
    PQfinish(connection.pointer)
    Self.underWay.wrappingSubtract(1, ordering: .relaxed)
  }
}
