import CCurl
import Glibc

/// A connected stream, plain or TLS, that never blocks: libcurl resolves, connects and encrypts, we send and receive.
///
/// hiredis of Debian 12 has no TLS. libcurl's CONNECT_ONLY gives the same certificates, time-outs and addresses tried
/// side by side as the HTTP client has. Every connection has a multi handle of its own: in a shared one libcurl would
/// clear away, as idle, connections that it does not see being used.
final class Socket {
  private let multi: UnsafeMutableRawPointer
  private let easy: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private let configuration: RedisConfiguration
  /// The connection's file descriptor; -1 until it is connected.
  private(set) var descriptor: Int32 = -1

  private static let globalResult = ccurl_global_init()

  /// Begins to connect.
  init(_ configuration: RedisConfiguration) throws(RedisError) {
    guard Self.globalResult == CURLE_OK, let multi = curl_multi_init() else {
      throw .connection("libcurl could not be started")
    }
    guard let easy = curl_easy_init() else {
      curl_multi_cleanup(multi)
      throw .connection("libcurl is out of memory")
    }
    self.multi = multi
    self.easy = easy
    self.configuration = configuration
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    let failure = setOptions()
    guard failure == CURLE_OK, curl_multi_add_handle(multi, easy) == CURLM_OK else { throw error(failure) }
  }

  deinit {
    curl_multi_remove_handle(multi, easy)
    curl_easy_cleanup(easy)
    curl_multi_cleanup(multi)
    errorText.deallocate()
  }

  /// Goes on connecting; true once connected.
  func connect() throws(RedisError) -> Bool {
    var running: Int32 = 0
    curl_multi_perform(multi, &running)
    var result = CURLE_OK
    guard ccurl_multi_next_finished(multi, &result) != nil else { return false }
    guard result == CURLE_OK else { throw error(result) }
    let found = withUnsafeMutableBytes(of: &descriptor) { bytes in
      // libcurl stores an int here, whatever the parameter is called.
      ccurl_get_pointer(
        easy, CURLINFO_ACTIVESOCKET, bytes.baseAddress?.assumingMemoryBound(to: UnsafeMutableRawPointer?.self))
    }
    guard found == CURLE_OK, descriptor >= 0 else { throw error(found) }
    return true
  }

  /// Waits for what connecting waits for, and for the others.
  func waitWhileConnecting(_ others: inout [curl_waitfd], milliseconds: Int32) {
    var ready: Int32 = 0
    curl_multi_poll(multi, &others, UInt32(others.count), milliseconds, &ready)
  }

  /// How many of the bytes were taken; 0 if the connection takes none now. Then the same bytes must be offered next.
  func send(_ bytes: UnsafeRawBufferPointer) throws(RedisError) -> Int {
    var count = 0
    switch curl_easy_send(easy, bytes.baseAddress, bytes.count, &count) {
    case CURLE_OK: return count
    case CURLE_AGAIN: return 0
    case let failure: throw error(failure)
    }
  }

  /// How many bytes were received; 0 if there are none now.
  func receive(_ buffer: UnsafeMutableRawBufferPointer) throws(RedisError) -> Int {
    var count = 0
    switch curl_easy_recv(easy, buffer.baseAddress, buffer.count, &count) {
    case CURLE_OK where count > 0: return count
    case CURLE_OK: throw .connection("\(configuration.target): the server closed the connection")
    case CURLE_AGAIN: return 0
    case let failure: throw error(failure)
    }
  }

  private func setOptions() -> CURLcode {
    var failure = CURLE_OK
    func note(_ code: CURLcode) {
      if failure == CURLE_OK { failure = code }
    }
    note(ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText))
    note(ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1))
    note(ccurl_set_long(easy, CURLOPT_CONNECT_ONLY, 1))
    note(ccurl_set_text(easy, CURLOPT_URL, "\(configuration.isSecure ? "https" : "http")://\(configuration.target)"))
    note(ccurl_set_text(easy, CURLOPT_PROXY, ""))
    note(ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, 1))
    note(ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(configuration.connectTimeout.milliseconds))))
    // Giving up a name lookup must not wait for it.
    note(ccurl_set_long(easy, CURLOPT_QUICK_EXIT, 1))
    note(ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1))
    note(ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2))
    note(ccurl_set_long(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2))
    // A protocol of the web is not what is spoken here.
    note(ccurl_set_long(easy, CURLOPT_SSL_ENABLE_ALPN, 0))
    if let file = configuration.certificateAuthorityFile {
      note(ccurl_set_text(easy, CURLOPT_CAINFO, file))
      note(ccurl_set_text(easy, CURLOPT_CAPATH, nil))
    }
    note(ccurl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1))
    note(ccurl_set_long(easy, CURLOPT_TCP_KEEPIDLE, 15))
    note(ccurl_set_long(easy, CURLOPT_TCP_KEEPINTVL, 5))
    note(ccurl_set_socket_function(easy, prepareSocket))
    note(
      ccurl_set_pointer(
        easy, CURLOPT_SOCKOPTDATA,
        UnsafeMutableRawPointer(bitPattern: max(1, Int(configuration.stallTimeout.milliseconds)))))
    return failure
  }

  private func error(_ code: CURLcode) -> RedisError {
    // Names hosts, addresses, certificates and the authorities' file only: libcurl has seen nothing else.
    let detail = String(cString: errorText)
    let text = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    return .connection("\(configuration.target): \(text) [libcurl \(code.rawValue)]")
  }
}

// The context is the time-out in milliseconds itself. A child process that held the connection open would keep the
// server from seeing its end.
private func prepareSocket(_ context: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _: curlsocktype) -> Int32 {
  var milliseconds = UInt32(clamping: Int(bitPattern: context))
  setsockopt(
    socket, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &milliseconds, socklen_t(MemoryLayout.size(ofValue: milliseconds)))
  _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
  return CURL_SOCKOPT_OK
}

extension Duration {
  /// Whole milliseconds, rounded up, within what libcurl and poll take.
  var milliseconds: Int32 {
    guard self > .zero else { return 0 }
    guard self < .milliseconds(Int32.max) else { return Int32.max }
    let (seconds, attoseconds) = components
    return Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
