import CHiredis

/// Reads RESP2 with hiredis' parser, within limits that hold before memory is taken.
final class ReplyReader {
  static let maximumBytes = 8 * 1024 * 1024
  static let maximumElements = 10_000

  /// What hiredis' functions need, at an address that stays.
  fileprivate struct Context {
    var functions: redisReplyObjectFunctions
    var makeArray: (@convention(c) (UnsafePointer<redisReadTask>?, Int32) -> UnsafeMutableRawPointer?)?
    var elementsLeft = ReplyReader.maximumElements
  }

  private let reader: UnsafeMutablePointer<redisReader>
  private let context: UnsafeMutablePointer<Context>
  /// Bytes of the answer that is not whole yet.
  private var partialBytes = 0

  init() throws(RedisError) {
    guard let reader = redisReaderCreate() else { throw .connection("out of memory") }
    guard var functions = reader.pointee.fn?.pointee else {
      redisReaderFree(reader)
      throw .connection("hiredis could not be started")
    }
    let makeArray = functions.createArray
    functions.createArray = makeLimitedArray
    self.reader = reader
    context = .allocate(capacity: 1)
    context.initialize(to: Context(functions: functions, makeArray: makeArray))
    reader.pointee.fn = UnsafeMutableRawPointer(context).assumingMemoryBound(to: redisReplyObjectFunctions.self)
    reader.pointee.privdata = UnsafeMutableRawPointer(context)
  }

  deinit {
    redisReaderFree(reader)
    context.deallocate()
  }

  func feed(_ bytes: UnsafeRawBufferPointer) throws(RedisError) {
    partialBytes += bytes.count
    let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    guard redisReaderFeed(reader, start, bytes.count) == REDIS_OK else { throw violation() }
  }

  /// The next answer that is whole; nil if there is none.
  func next() throws(RedisError) -> RedisReply? {
    var object: UnsafeMutableRawPointer?
    guard redisReaderGetReply(reader, &object) == REDIS_OK else { throw violation() }
    guard let object else {
      try checkPartial()
      return nil
    }
    defer { freeReplyObject(object) }
    context.pointee.elementsLeft = Self.maximumElements
    partialBytes = reader.pointee.len - reader.pointee.pos
    return RedisReply(object.assumingMemoryBound(to: redisReply.self).pointee)
  }

  private func checkPartial() throws(RedisError) {
    guard partialBytes <= Self.maximumBytes else { throw .tooLarge("more than \(Self.maximumBytes) bytes") }
    // A bulk string says first how long it will be: no need to receive it all.
    let start = reader.pointee.pos
    guard isInString, let buffer = reader.pointee.buf, start < reader.pointee.len else { return }
    let rest = UnsafeBufferPointer(start: buffer, count: reader.pointee.len)[start...].prefix(24)
    guard let end = rest.firstIndex(of: 13) else { return }
    let digits = rest[..<end].map { UInt8(bitPattern: $0) }
    if let length = Int(String(decoding: digits, as: UTF8.self)), length > Self.maximumBytes {
      throw .tooLarge("a string of \(length) bytes, expected at most \(Self.maximumBytes)")
    }
  }

  /// Whether the parser has read the type of a bulk string and is at its length.
  private var isInString: Bool {
    let depth = Int(reader.pointee.ridx)
    return withUnsafeBytes(of: &reader.pointee.rstack) { bytes in
      let tasks = bytes.bindMemory(to: redisReadTask.self)
      return tasks.indices.contains(depth) && tasks[depth].type == REDIS_REPLY_STRING
    }
  }

  private func violation() -> RedisError {
    if context.pointee.elementsLeft < 0 { return .tooLarge("more than \(Self.maximumElements) elements") }
    let text = withUnsafeBytes(of: &reader.pointee.errstr) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return text.hasPrefix("No support for nested") ? .tooLarge("nested deeper than 7") : .protocolViolation(text)
  }
}

private func makeLimitedArray(_ task: UnsafePointer<redisReadTask>?, _ count: Int32) -> UnsafeMutableRawPointer? {
  guard let task, let context = task.pointee.privdata?.assumingMemoryBound(to: ReplyReader.Context.self) else {
    return nil
  }
  context.pointee.elementsLeft -= Int(count)
  // hiredis takes a null for a lack of memory and gives up the connection.
  return context.pointee.elementsLeft < 0 ? nil : context.pointee.makeArray?(task, count)
}

extension RedisReply {
  /// The parser nests at most 8 deep, and so does this.
  fileprivate init(_ reply: redisReply) {
    switch reply.type {
    case REDIS_REPLY_INTEGER: self = .integer(Int(reply.integer))
    case REDIS_REPLY_STATUS: self = .status(String(decoding: Self.text(reply), as: UTF8.self))
    case REDIS_REPLY_ERROR: self = .error(Self.errorText(Self.text(reply)))
    case REDIS_REPLY_STRING: self = .bytes([UInt8](Self.text(reply)))
    case REDIS_REPLY_ARRAY:
      let elements = UnsafeBufferPointer(start: reply.element, count: reply.elements)
      self = .array(elements.map { $0.map { RedisReply($0.pointee) } ?? .null })
    default: self = .null
    }
  }

  private static func text(_ reply: redisReply) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: reply.str, count: reply.str == nil ? 0 : reply.len)
  }

  // The server quotes the arguments of a command that it does not know.
  private static func errorText(_ bytes: UnsafeRawBufferPointer) -> String {
    let text = String(decoding: bytes.prefix(500), as: UTF8.self)
    return text.firstRange(of: ", with args").map { String(text[..<$0.lowerBound]) } ?? text
  }
}
