import PluginAPI
import TelegramBotAPI

/// Shows in a chat that slow work is under way, for as long as it takes. Nobody relies on it: failures are ignored.
struct WorkSign: Sendable {
  private let call: BotAPICall
  private let interval: Duration
  private let transport: any TelegramTransport
  private let clock: any HostClock

  /// Nil where there is nothing to show, or nobody to see it.
  init?(
    _ indication: WorkIndication, row: WorkRow, context: WorkContext, transport: any TelegramTransport,
    clock: any HostClock
  ) {
    guard indication == .thinking, context.model.abilities != nil, !context.person.isBlocked,
      let chat = row.chat.map({ Int($0) })
    else { return nil }
    let isPrivate = chat > 0
    // A draft lives for 30 s, "typing" for 5. The same id each time: the client shows one draft, not several.
    let draft = Int(row.id.low & 0x7FFF_FFFF) | 1
    let made =
      isPrivate
      ? try? SendMessageDraft(chatID: chat, draftID: draft, text: "").call()
      : try? SendChatAction(chatID: .id(chat), action: "typing").call()
    guard let made else { return nil }
    call = made
    interval = isPrivate ? .seconds(20) : .seconds(5)
    self.transport = transport
    self.clock = clock
  }

  /// Shows it until cancelled.
  func keepUp<Answer>() async throws -> Answer {
    // A message of the turn that asked may come after it, and ends it in the chat: soon shown once more.
    var pause = Duration.seconds(1)
    while true {
      _ = await transport.perform(call, timeout: .seconds(5))
      try await clock.sleep(for: pause)
      pause = interval
    }
  }
}
