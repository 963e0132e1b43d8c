import CCurl
import Glibc

// What libcurl calls on the client's thread. Each finds its transfer through the unretained pointer that
// `EasyHandle.prepare` set; the loop holds the transfer for as long as the handle is in use.

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
  context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

private let maximumHeaderBytes = 64 * 1024
private let maximumReservation = 1024 * 1024

func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  let length = size * count
  guard let bytes, let transfer = transfer(context) else { return 0 }
  guard length <= transfer.request.maximumResponseBytes - transfer.body.count else {
    transfer.exceededLimit = true
    return 0
  }
  if transfer.body.isEmpty {
    let expected = min(transfer.easy?.contentLength ?? 0, transfer.request.maximumResponseBytes, maximumReservation)
    transfer.body.reserveCapacity(max(length, expected))
  }
  transfer.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
  return length
}

func receiveHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  let length = size * count
  guard let bytes, let transfer = transfer(context) else { return 0 }
  let line = UnsafeRawBufferPointer(start: bytes, count: length)
  // A status line begins a header section anew: the one before was informational (1xx). What follows the blank
  // line otherwise are trailers.
  if line.starts(with: "HTTP/".utf8) {
    transfer.headerLines.removeAll(keepingCapacity: true)
    transfer.headerIsWhole = false
    return length
  }
  guard !transfer.headerIsWhole else { return length }
  if line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) {
    transfer.headerIsWhole = true
    return length
  }
  guard length <= maximumHeaderBytes - transfer.headerLines.count else {
    transfer.exceededLimit = true
    return 0
  }
  if transfer.headerLines.isEmpty { transfer.headerLines.reserveCapacity(512) }
  transfer.headerLines.append(contentsOf: line)
  return length
}

// Called each time before a request is written. libcurl silently repeats a request whose kept-alive connection ended
// without an answer; that may go on only if nothing was written the first time.
func beginRequest(
  _ context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?, _: UnsafeMutablePointer<CChar>?, _: Int32,
  _: Int32
) -> Int32 {
  guard let transfer = transfer(context) else { return CURL_PREREQFUNC_ABORT }
  if transfer.mayHaveLeft {
    transfer.refusedToRepeat = true
    return CURL_PREREQFUNC_ABORT
  }
  transfer.hasBegun = true
  return CURL_PREREQFUNC_OK
}

// The context is the time-out in milliseconds itself. A child process that held the connection open would keep the
// server from seeing its end.
func prepareSocket(_ context: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _: curlsocktype) -> Int32 {
  var milliseconds = UInt32(clamping: Int(bitPattern: context))
  setsockopt(
    socket, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &milliseconds, socklen_t(MemoryLayout.size(ofValue: milliseconds)))
  _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
  return CURL_SOCKOPT_OK
}
