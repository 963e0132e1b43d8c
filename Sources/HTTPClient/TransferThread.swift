import CCurl
import Glibc

/// The client's thread: owns the multi handle, the connections and the transfers under way.
final class TransferThread {
  private let multi: UnsafeMutableRawPointer
  private let queue: TransferQueue
  private let configuration: HTTPClient.Configuration
  private var active: [UnsafeMutableRawPointer: Transfer] = [:]
  private var spare: [EasyHandle] = []
  /// Hosts to which no connection could be made. They may have moved, so what libcurl remembers of their addresses (for
  /// a minute) is forgotten before the next request.
  private var unreached: Set<String> = []
  /// No deadline of an active transfer is earlier.
  private var nextDeadline: ContinuousClock.Instant?

  private static let maximumSpareHandles = 128
  private static let globalResult = ccurl_global_init()

  static func start(_ configuration: HTTPClient.Configuration) throws(HTTPError) -> TransferQueue {
    guard globalResult == CURLE_OK, let multi = curl_multi_init() else {
      throw HTTPError(
        code: .other(Int32(CURLE_FAILED_INIT.rawValue)), certainty: .notSent, message: "libcurl could not be started")
    }
    ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    let connections = min(max(1, configuration.maximumConnectionsPerHost), 10_000)
    ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, connections)
    ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, max(64, 2 * connections))
    let queue = TransferQueue(multi: multi)
    let body = Unmanaged.passRetained(TransferThread(multi, queue, configuration))
    var thread = pthread_t()
    let failure = pthread_create(&thread, nil, runTransferThread, body.toOpaque())
    guard failure == 0 else {
      body.release()
      curl_multi_cleanup(multi)
      throw HTTPError(
        code: .other(Int32(CURLE_FAILED_INIT.rawValue)), certainty: .notSent,
        message: "the HTTP client's thread could not be started (errno \(failure))")
    }
    queue.keep(thread)
    return queue
  }

  private init(
    _ multi: UnsafeMutableRawPointer, _ queue: TransferQueue, _ configuration: HTTPClient.Configuration
  ) {
    self.multi = multi
    self.queue = queue
    self.configuration = configuration
  }

  fileprivate func run() {
    while true {
      let batch = queue.take()
      for transfer in batch.started { begin(transfer) }
      for transfer in batch.cancelled { cancel(transfer) }
      if batch.isStopping { break }
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      var result = CURLE_OK
      while let handle = ccurl_multi_next_finished(multi, &result) { finish(handle, result) }
      let pause = failOverdue()
      if queue.prepareToWait() { curl_multi_poll(multi, nil, 0, pause, nil) }
    }
    for transfer in active.values { end(transfer, .failure(transfer.shutDown)) }
    spare.removeAll()
    curl_multi_cleanup(multi)
    queue.end()
  }

  private func begin(_ transfer: Transfer) {
    guard let easy = spare.popLast() ?? EasyHandle() else {
      return transfer.resume(.failure(transfer.error(CURLE_OUT_OF_MEMORY)))
    }
    transfer.easy = easy
    let moved = unreached.isEmpty ? nil : unreached.remove(transfer.target)
    let failure = easy.prepare(transfer, configuration, forgetting: moved)
    guard failure == CURLE_OK else {
      return transfer.resume(.failure(transfer.error(failure)))
    }
    guard curl_multi_add_handle(multi, easy.pointer) == CURLM_OK else {
      return transfer.resume(.failure(transfer.error(CURLE_FAILED_INIT)))
    }
    active[easy.pointer] = transfer
    nextDeadline = min(nextDeadline ?? transfer.connectDeadline, transfer.connectDeadline)
  }

  private func cancel(_ transfer: Transfer) {
    if let easy = transfer.easy, active[easy.pointer] === transfer {
      end(transfer, .failure(transfer.cancelled))
    }
  }

  private func finish(_ handle: UnsafeMutableRawPointer, _ result: CURLcode) {
    guard let transfer = active[handle] else { return }
    guard result == CURLE_OK, let easy = transfer.easy else {
      return end(transfer, .failure(transfer.error(result)))
    }
    // libcurl takes a header section that the end of the connection cuts for a whole answer without a body.
    guard transfer.headerIsWhole else { return end(transfer, .failure(transfer.error(CURLE_PARTIAL_FILE))) }
    let response = HTTPResponse(
      status: easy.status, headers: HTTPHeaders(lines: transfer.headerLines), body: transfer.body)
    end(transfer, .success(response))
  }

  /// Takes the transfer from libcurl, which ends what is under way, and only then lets the caller go on.
  private func end(_ transfer: Transfer, _ outcome: Transfer.Outcome) {
    if case .failure(let error) = outcome, !transfer.hasBegun, error.code != .cancelled {
      unreached.insert(transfer.target)
    }
    if let easy = transfer.easy {
      active[easy.pointer] = nil
      curl_multi_remove_handle(multi, easy.pointer)
      transfer.easy = nil
      easy.release()
      if spare.count < Self.maximumSpareHandles { spare.append(easy) }
    }
    transfer.resume(outcome)
  }

  /// Ends what is late and returns the milliseconds until the next deadline. libcurl's own time-outs are no help to
  /// requests that wait for a connection.
  private func failOverdue() -> Int32 {
    guard let due = nextDeadline else { return Int32.max }
    let now = ContinuousClock.now
    if now < due { return Int32((due - now).milliseconds) }
    nextDeadline = nil
    for transfer in active.values {
      let deadline = transfer.hasBegun ? transfer.deadline : transfer.connectDeadline
      if deadline <= now {
        end(transfer, .failure(transfer.timedOut))
      } else {
        nextDeadline = min(nextDeadline ?? deadline, deadline)
      }
    }
    return nextDeadline.map { Int32(($0 - now).milliseconds) } ?? Int32.max
  }
}

private func runTransferThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  // No signal is for this thread; among them SIGPIPE, which a write to a closed connection would raise.
  var all = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, nil)
  if let context { Unmanaged<TransferThread>.fromOpaque(context).takeRetainedValue().run() }
  return nil
}
