/// An HTTP client on libcurl's multi interface: one thread of its own, connections kept alive and shared by all
/// requests, HTTP/2 if wanted, compressed answers.
///
/// It follows no redirects, keeps no cookies, reads no environment, and never repeats a request on its own account
/// once bytes of it may have left.
public final class HTTPClient: Sendable {
  private let queue: TransferQueue

  /// Starts the client's thread.
  ///
  /// - Throws: an ``HTTPError`` of code `other` if libcurl or the thread cannot be started.
  public init(configuration: Configuration = Configuration()) throws(HTTPError) {
    queue = try TransferThread.start(configuration)
  }

  deinit {
    queue.abandon()
  }

  /// Sends a request and returns the whole answer, whatever its status.
  ///
  /// Cancelling the task ends the transfer at once, with ``HTTPError/Code/cancelled``.
  public func execute(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let transfer = try Transfer(request)
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { queue.start(transfer, resuming: $0) }
    } onCancel: {
      queue.cancel(transfer)
    }
    return try outcome.get()
  }

  /// Fails all pending requests with ``HTTPError/Code/shutDown``, closes the connections and ends the thread. Returns
  /// when the thread has ended. May be called again; requests started later fail.
  public func shutdown() async {
    await withCheckedContinuation { queue.stop(resuming: $0) }
    queue.join()
  }
}
