import CCurl

/// One request on its way: what libcurl's callbacks read from and write to.
///
// Safe because the queue's lock guards `isCancelled`, `continuation` is set before the transfer is handed to the
// thread, and the thread alone touches everything else afterwards.
final class Transfer: @unchecked Sendable {
  typealias Outcome = Result<HTTPResponse, HTTPError>

  let request: HTTPRequest
  /// When the request must have started to leave, and when its answer must be whole.
  let connectDeadline: ContinuousClock.Instant
  let deadline: ContinuousClock.Instant
  let headerList: UnsafeMutablePointer<curl_slist>?

  var isCancelled = false
  var continuation: CheckedContinuation<Outcome, Never>?

  var easy: EasyHandle?
  /// libcurl has a connection and is about to write the request.
  var hasBegun = false
  /// libcurl wanted to send a request again of which bytes may have left.
  var refusedToRepeat = false
  var exceededLimit = false
  var headerLines: [UInt8] = []
  var headerIsWhole = false
  var body: [UInt8] = []

  init(_ request: HTTPRequest) throws(HTTPError) {
    try request.check()
    self.request = request
    let now = ContinuousClock.now
    deadline = now + request.timeout
    connectDeadline = min(now + request.connectTimeout, deadline)
    headerList = request.makeHeaderList()
  }

  deinit {
    curl_slist_free_all(headerList)
  }

  /// Whether bytes of the request may have reached the network. Before `hasBegun` there is no connection to write to;
  /// libcurl counts the bytes as it writes them, the header section first.
  var mayHaveLeft: Bool {
    hasBegun && (easy?.requestBytesWritten ?? 0) > 0
  }

  func resume(_ outcome: Outcome) {
    continuation?.resume(returning: outcome)
    continuation = nil
  }
}

extension HTTPRequest {
  fileprivate func makeHeaderList() -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    func append(_ line: String) {
      // A null means no memory was left; the list stays what it was.
      list = curl_slist_append(list, line) ?? list
    }
    var hasContentType = false
    var hasAccept = false
    for (name, value) in headers {
      // "Name:" would tell libcurl to leave the field out; "Name;" sends it empty.
      append(value.isEmpty ? "\(name);" : "\(name): \(value)")
      hasContentType = hasContentType || name.isField("content-type")
      hasAccept = hasAccept || name.isField("accept")
    }
    // libcurl would accept "*/*", which says nothing.
    if !hasAccept { append("Accept:") }
    if method == .post {
      append("Expect:")
      // libcurl would call any body a form.
      if !hasContentType { append("Content-Type:") }
    }
    return list
  }
}
