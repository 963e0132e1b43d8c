import CCurl

/// A libcurl easy handle, used for one transfer after the other by the client's thread.
final class EasyHandle {
  let pointer: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var failure = CURLE_OK
  /// What libcurl reads of ``CURLOPT_RESOLVE`` as long as it is set.
  private var forgotten: UnsafeMutablePointer<curl_slist>?
  /// What all transfers of a client share is set.
  private var isConfigured = false
  private var acceptsCompression = false

  init?() {
    guard let pointer = curl_easy_init() else { return nil }
    self.pointer = pointer
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(pointer)
    curl_slist_free_all(forgotten)
    errorText.deallocate()
  }

  /// Sets every option that a transfer may have of its own, so that nothing of the one before remains; what all transfers
  /// of a client share is set once.
  /// - Parameter target: host and port whose address is looked up anew.
  func prepare(
    _ transfer: Transfer, _ configuration: HTTPClient.Configuration, forgetting target: String?
  ) -> CURLcode {
    if !isConfigured || failure != CURLE_OK {
      failure = CURLE_OK
      curl_easy_reset(pointer)
      acceptsCompression = false
      setPolicy(configuration)
      setConnection(configuration)
      setCallbacks()
      isConfigured = failure == CURLE_OK
    }
    errorText.pointee = 0
    // Wait for the first connection's handshake to tell whether it can carry several requests. Without TLS, libcurl
    // would wait for a whole answer to know: behind a long poll, forever.
    set(CURLOPT_PIPEWAIT, configuration.allowsHTTP2 && transfer.request.isSecure ? 1 : 0)
    setContext(Unmanaged.passUnretained(transfer).toOpaque())
    setRequest(transfer)
    setForgotten(target)
    return failure
  }

  /// Lets go of a transfer's body; a handle that waits for the next one keeps none.
  func release() {
    set(CURLOPT_POSTFIELDS, nil as UnsafeMutableRawPointer?)
  }

  /// Bytes of the request written so far, all attempts together; of a large body not all.
  var requestBytesWritten: Int {
    var bytes = 0
    return ccurl_get_long(pointer, CURLINFO_REQUEST_SIZE, &bytes) == CURLE_OK ? bytes : Int.max
  }

  var status: Int {
    var status = 0
    ccurl_get_long(pointer, CURLINFO_RESPONSE_CODE, &status)
    return status
  }

  /// The answer's `Content-Length`; -1 if it has none.
  var contentLength: Int {
    var length: curl_off_t = -1
    ccurl_get_offset(pointer, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length)
    return Int(length)
  }

  /// What libcurl says beyond the code; may name the host, a certificate, an address.
  var detail: String {
    String(cString: errorText)
  }

  private func setPolicy(_ configuration: HTTPClient.Configuration) {
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    if let file = configuration.certificateAuthorityFile {
      set(CURLOPT_CAINFO, file)
      set(CURLOPT_CAPATH, nil as String?)
    }
    // An empty text keeps libcurl from asking the environment.
    set(CURLOPT_PROXY, configuration.proxy ?? "")
    set(CURLOPT_USERAGENT, configuration.userAgent)
  }

  private func setConnection(_ configuration: HTTPClient.Configuration) {
    set(CURLOPT_HTTP_VERSION, configuration.allowsHTTP2 ? 4 : 2)  // CURL_HTTP_VERSION_2TLS, CURL_HTTP_VERSION_1_1
    set(CURLOPT_MAXAGE_CONN, max(1, Int(configuration.maximumIdleTime.components.seconds)))
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_TCP_KEEPIDLE, 30)
    set(CURLOPT_TCP_KEEPINTVL, 10)
    // Giving up a name lookup must not wait for it: it would hold up every other transfer.
    set(CURLOPT_QUICK_EXIT, 1)
    note(ccurl_set_socket_function(pointer, prepareSocket))
    set(CURLOPT_SOCKOPTDATA, UnsafeMutableRawPointer(bitPattern: configuration.unacknowledgedTimeout.milliseconds))
  }

  private func setCallbacks() {
    set(CURLOPT_ERRORBUFFER, errorText)
    note(ccurl_set_data_function(pointer, CURLOPT_WRITEFUNCTION, receiveBody))
    note(ccurl_set_data_function(pointer, CURLOPT_HEADERFUNCTION, receiveHeader))
    note(ccurl_set_prerequest_function(pointer, beginRequest))
  }

  /// Whom the callbacks are told of.
  private func setContext(_ context: UnsafeMutableRawPointer) {
    set(CURLOPT_PRIVATE, context)
    set(CURLOPT_WRITEDATA, context)
    set(CURLOPT_HEADERDATA, context)
    set(CURLOPT_PREREQDATA, context)
  }

  /// "-host:port" takes an address from those that libcurl remembers: https://curl.se/libcurl/c/CURLOPT_RESOLVE.html
  private func setForgotten(_ target: String?) {
    guard target != nil || forgotten != nil else { return }
    let list = target.flatMap { curl_slist_append(nil, "-\($0)") }
    set(CURLOPT_RESOLVE, list.map(UnsafeMutableRawPointer.init))
    curl_slist_free_all(forgotten)
    forgotten = list
  }

  private func setRequest(_ transfer: Transfer) {
    let request = transfer.request
    set(CURLOPT_URL, request.url)
    set(CURLOPT_HTTPHEADER, transfer.headerList)
    if request.acceptsCompression != acceptsCompression {
      acceptsCompression = request.acceptsCompression
      set(CURLOPT_ACCEPT_ENCODING, acceptsCompression ? "gzip" : nil)
    }
    // The loop keeps the deadlines. libcurl needs this one to share it out among a host's addresses.
    set(CURLOPT_CONNECTTIMEOUT_MS, max(1, request.connectTimeout.milliseconds))
    note(ccurl_set_offset(pointer, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(request.maximumResponseBytes)))
    switch request.method {
    case .get:
      set(CURLOPT_HTTPGET, 1)
      set(CURLOPT_BUFFERSIZE, 16384)
    case .post:
      // Answers to calls are small, and hundreds are under way at a time; files are fetched.
      set(CURLOPT_BUFFERSIZE, 4096)
      note(ccurl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count)))
      // Copied: up to 64 KiB libcurl writes it together with the header section. Implies POST.
      request.body.withUnsafeBytes { note(ccurl_set_body(pointer, $0.baseAddress ?? UnsafeRawPointer(errorText))) }
    }
  }

  private func set(_ option: CURLoption, _ value: Int) {
    note(ccurl_set_long(pointer, option, value))
  }

  private func set(_ option: CURLoption, _ value: String?) {
    note(ccurl_set_text(pointer, option, value))
  }

  private func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
    note(ccurl_set_pointer(pointer, option, value))
  }

  private func note(_ code: CURLcode) {
    if failure == CURLE_OK { failure = code }
  }
}

extension Duration {
  /// Whole milliseconds, rounded up, within what libcurl and poll take.
  var milliseconds: Int {
    guard self > .zero else { return 0 }
    guard self < .milliseconds(Int32.max) else { return Int(Int32.max) }
    let (seconds, attoseconds) = components
    return Int(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
