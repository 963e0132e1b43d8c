import Sandbox

/// Which messages a test has looked at.
actor Seen {
  private var texts: [Int: [Int: String]] = [:]
  func mark(_ message: EmulatedMessage) { texts[message.chat, default: [:]][message.id] = message.text }
  func texts(in chat: Int) -> [Int: String] { texts[chat] ?? [:] }
}

extension TestBot {
  func markSeen(_ message: EmulatedMessage) async { await seenMessages.mark(message) }
  func seen(in chat: Int) async -> [Int: String] { await seenMessages.texts(in: chat) }
}
