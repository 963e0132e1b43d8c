import CCurl

extension Transfer {
  /// The error for a code of libcurl.
  func error(_ result: CURLcode) -> HTTPError {
    let code = code(result)
    let detail: String
    switch code {
    case .tooLarge: return tooLarge
    case .timeout: return timedOut
    case .closed: return failure(.closed, "the connection ended before the whole answer [libcurl \(result.rawValue)]")
    // These may say more, and name hosts, addresses and certificates only.
    case .resolve, .connect, .tls: detail = easy?.detail ?? ""
    default: detail = ""
    }
    let text = detail.isEmpty || revealsTarget(detail) ? String(cString: curl_easy_strerror(result)) : detail
    return failure(code, "\(text) [libcurl \(result.rawValue)]")
  }

  var timedOut: HTTPError {
    mayHaveLeft
      ? failure(.timeout, "no whole answer within \(request.timeout)")
      : failure(.timeout, "no connection within \(min(request.connectTimeout, request.timeout))")
  }

  var cancelled: HTTPError {
    failure(.cancelled, "the task was cancelled")
  }

  var shutDown: HTTPError {
    failure(.shutDown, "the HTTP client is shut down")
  }

  private var tooLarge: HTTPError {
    failure(.tooLarge, "the answer is larger than \(request.maximumResponseBytes) bytes or its header than 64 KiB")
  }

  private func failure(_ code: HTTPError.Code, _ text: String) -> HTTPError {
    HTTPError(code: code, certainty: mayHaveLeft ? .ambiguous : .notSent, message: "\(target): \(text)")
  }

  private func code(_ result: CURLcode) -> HTTPError.Code {
    if exceededLimit { return .tooLarge }
    if refusedToRepeat { return .closed }
    switch result {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .resolve
    case CURLE_COULDNT_CONNECT, CURLE_PROXY: return .connect
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_INVALIDCERTSTATUS:
      return .tls
    case CURLE_OPERATION_TIMEDOUT: return .timeout
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
      CURLE_HTTP2_STREAM:
      return .closed
    case CURLE_FILESIZE_EXCEEDED: return .tooLarge
    // Also said of an answer that is no HTTP.
    case CURLE_UNSUPPORTED_PROTOCOL where hasBegun: return .other(Int32(result.rawValue))
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_LOGIN_DENIED: return .malformedURL
    default: return .other(Int32(result.rawValue))
    }
  }

  /// Host and port of the URL.
  var target: String {
    guard let url = ParsedURL(request.url), let host = url.part(CURLUPART_HOST) else { return "malformed URL" }
    return url.part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).map { "\(host):\($0)" } ?? host
  }

  private func revealsTarget(_ text: String) -> Bool {
    guard let url = ParsedURL(request.url) else { return true }
    return [url.part(CURLUPART_PATH), url.part(CURLUPART_QUERY)].contains { part in
      part.map { $0.utf8.count > 1 && text.contains($0) } ?? false
    }
  }
}

/// A URL in libcurl's own reading of it.
private final class ParsedURL {
  private let handle: OpaquePointer

  init?(_ text: String) {
    guard let handle = curl_url() else { return nil }
    self.handle = handle
    guard curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }
  }

  deinit {
    curl_url_cleanup(handle)
  }

  func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
