import TelegramBotAPI

/// A `multipart/form-data` body taken apart.
struct MultipartBody: Sendable {
  var values: [String: String] = [:]
  var files: [Attachment] = []

  /// `nil` if the body is not what its content type says.
  init?(_ body: [UInt8], contentType: String) {
    guard let boundary = Self.parameter("boundary", of: contentType), (1...200).contains(boundary.utf8.count) else {
      return nil
    }
    let mark = Array("--\(boundary)".utf8)
    guard var position = Self.find(mark, in: body, from: 0) else { return nil }
    while true {
      position += mark.count
      if body[position...].starts(with: [0x2D, 0x2D]) { return }
      guard body[position...].starts(with: [0x0D, 0x0A]) else { return nil }
      position += 2
      guard let head = Self.find([0x0D, 0x0A, 0x0D, 0x0A], in: body, from: position), head - position < 16_384,
        let end = Self.find([0x0D, 0x0A] + mark, in: body, from: head + 2)
      else { return nil }
      let content = head + 4 <= end ? Array(body[(head + 4)..<end]) : []
      add(String(decoding: body[position..<head], as: UTF8.self), content)
      position = end + 2
    }
  }

  private mutating func add(_ head: String, _ content: [UInt8]) {
    var fields: [String: String] = [:]
    for line in head.split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }) }
    }
    guard let disposition = fields["content-disposition"], let name = Self.parameter("name", of: disposition) else {
      return
    }
    if let filename = Self.parameter("filename", of: disposition) {
      let type = fields["content-type"] ?? "application/octet-stream"
      files.append(Attachment(name: name, filename: filename, contentType: type, bytes: content))
    } else {
      values[name] = String(decoding: content, as: UTF8.self)
    }
  }

  /// The value of `name="…"` in a header field.
  private static func parameter(_ name: String, of field: String) -> String? {
    for part in field.split(separator: ";").dropFirst() {
      let pair = part.drop { $0 == " " }
      guard pair.lowercased().hasPrefix("\(name)=") else { continue }
      let value = pair.dropFirst(name.count + 1)
      return value.hasPrefix("\"") ? String(value.dropFirst().prefix { $0 != "\"" }) : String(value)
    }
    return nil
  }

  private static func find(_ pattern: [UInt8], in body: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first, start >= 0, body.count >= pattern.count else { return nil }
    var index = start
    let last = body.count - pattern.count
    while index <= last {
      if body[index] == first, body[index..<(index + pattern.count)].elementsEqual(pattern) { return index }
      index += 1
    }
    return nil
  }
}
