@testable import Postgres
@testable import Redis

/// What Redis answers, in one piece and in two.
func fuzzRedis(_ input: [UInt8]) {
  var reader = InputReader(input)
  let cut = Int(reader.byte())
  let bytes = Array(reader.rest)
  let whole = replies([bytes])
  let split = replies([Array(bytes.prefix(cut)), Array(bytes.dropFirst(cut))])
  demand(whole == split, "other replies when the bytes come in two pieces")
}

private func replies(_ pieces: [[UInt8]]) -> [RedisReply] {
  guard let reader = try? ReplyReader() else { fatalError("no reader") }
  var replies: [RedisReply] = []
  do throws(RedisError) {
    for piece in pieces where !piece.isEmpty {
      let feed = { (bytes: UnsafeRawBufferPointer) throws(RedisError) in try reader.feed(bytes) }
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: piece.count, alignment: 1)
      defer { copy.deallocate() }
      copy.copyBytes(from: piece)
      try feed(UnsafeRawBufferPointer(copy))
      while let reply = try reader.next() { replies.append(reply) }
    }
  } catch {
    demand("\(error)".utf8.count < 4096, "a long error")
  }
  return replies
}

/// A cell in PostgreSQL's notation, of any type.
func fuzzCells(_ input: [UInt8]) {
  input.withUnsafeBufferPointer { bytes in
    let cell = CellText(bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    for type in [
      TypeOID.int8, TypeOID.bool, TypeOID.float8, TypeOID.bytea, TypeOID.uuid, TypeOID.date, TypeOID.json, 25,
    ] {
      switch cell.value(typeOID: type) {
      case .int(let number): demand(Int64(text) == number, "another integer")
      case .double(let number): demand(Double(text) == number || number.isNaN, "another number")
      case .bytes(let decoded): demand(decoded.count <= input.count, "more bytes than digits")
      case .text(let other), .uuid(let other), .date(let other), .json(let other):
        demand(other == text, "another text")
      case .array: demand(false, "an array, which is only ever sent")
      case .bool, .null: break
      }
    }
  }
  let digits = Array("\\x".utf8) + input.flatMap { Array(String(0x100 + Int($0), radix: 16).utf8.dropFirst()) }
  digits.withUnsafeBufferPointer { bytes in
    demand(CellText(bytes).value(typeOID: TypeOID.bytea) == .bytes(input), "other bytes than were written")
  }
}

/// Addresses of databases: an error never quotes one, since a password is in it.
func fuzzAddresses(_ input: [UInt8]) {
  let text = String(decoding: input, as: UTF8.self)
  for address in [text, "redis://\(text)", "postgres://\(text)", "postgres://user:\(text)@host/db?sslmode=require"] {
    var errors: [String] = []
    do { _ = try RedisConfiguration(url: address) } catch { errors.append("\(error)") }
    do { _ = try ConnectionURL(address) } catch { errors.append("\(error)") }
    let pieces = text.split(maxSplits: 100) { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    for piece in pieces.prefix(100)
    where piece.count >= 6 && piece.contains(where: \.isNumber) && piece.contains(where: \.isLetter) {
      demand(!errors.contains { $0.contains(piece) }, "an error quotes the address")
    }
  }
}
