import PluginAPI

extension IncomingMessage {
  /// What the person typed; nil when the message is anything but a text.
  var typed: String? { content.contains(.text) && content.isDisjoint(with: .attachments) ? text : nil }
}

extension IncomingMessage.Content {
  /// Everything but words and money.
  static let attachments: IncomingMessage.Content = [
    .photo, .document, .location, .contact, .voice, .video, .sticker, .audio, .other,
  ]
}
