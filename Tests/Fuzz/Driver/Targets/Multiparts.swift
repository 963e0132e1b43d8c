@testable import Sandbox
@testable import TelegramBotAPI

/// Forms with files: what we write is read as the same, and what others write does no harm.
func fuzzMultipart(_ input: [UInt8]) {
  var reader = InputReader(input)
  let mode = reader.byte()
  let bytes = Array(reader.rest)
  if mode % 2 == 0 {
    let end = bytes.firstIndex(of: 0x0A) ?? 0
    let type = "multipart/form-data; boundary=" + String(decoding: bytes[..<end], as: UTF8.self)
    if let form = MultipartBody(Array(bytes[end...]), contentType: type) {
      demand(form.files.allSatisfy { $0.bytes.count <= bytes.count }, "more than was sent")
    }
    return
  }
  let name = reader.rest.prefix(Int(mode))
  let attachment = Attachment(
    name: String(decoding: name, as: UTF8.self), filename: String(decoding: name.reversed(), as: UTF8.self),
    contentType: mode > 127 ? "image/png" : String(decoding: name, as: UTF8.self), bytes: bytes)
  let method = SendDocument(
    chatID: .id(7), document: .upload(attachment), caption: String(decoding: bytes.suffix(100), as: UTF8.self))
  guard let call = try? method.call() else { fatalError("a call that cannot be written") }
  let (type, body) = call.httpBody()
  guard let form = MultipartBody(body, contentType: type) else { fatalError("a form that cannot be read") }
  demand(form.files.count == 1 && form.files.first?.bytes == bytes, "another file")
  demand(form.values["chat_id"] == "7" && form.values["caption"] == method.caption, "other values")
}
