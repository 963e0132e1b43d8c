/// A `/command`, with what people see of it in the menu and in `/help`.
public struct Command: Sendable, ContributionConvertible {
  /// What stood behind the command.
  public struct Arguments: Sendable {
    /// The rest of the line, trimmed; empty when there is none. Hostile text.
    public let text: String
    /// The message that held the command.
    public let message: IncomingMessage
    package init(text: String, message: IncomingMessage) {
      self.text = text
      self.message = message
    }
  }

  public let name: String
  /// Catalogue key of the description in the menu, at most 256 characters in each language.
  public let summary: String
  package var guards: [Guard] = []
  package var isListed = true
  package var worksInGroups = false
  package var order: Int
  package let handle: @Sendable (Turn, Arguments) async throws -> Void

  /// - Parameters:
  ///   - name: `[a-z0-9_]{1,32}`, without the slash; global, two plugins cannot share one.
  ///   - summary: catalogue key of the description.
  ///   - order: where it stands in the menu, lower first; ties by plugin and declaration.
  public init(
    _ name: String, _ summary: String, order: Int = 100,
    handle: @escaping @Sendable (Turn, Arguments) async throws -> Void
  ) {
    self.name = name
    self.summary = summary
    self.order = order
    self.handle = handle
  }

  /// Lets only those through who pass.
  public func requiring(_ guard: Guard) -> Command {
    var copy = self
    copy.guards.append(`guard`)
    return copy
  }

  /// Works, but stands in no menu.
  public var unlisted: Command {
    var copy = self
    copy.isListed = false
    return copy
  }

  /// Works in groups too; other commands answer there with a link to the private chat.
  public var inGroups: Command {
    var copy = self
    copy.worksInGroups = true
    return copy
  }

  public var contribution: Contribution { .command(self) }
}

/// Handles `https://t.me/bot?start=<prefix>…`. Link content is hostile: opaque ids, resolved and checked here.
public struct DeepLink: Sendable, ContributionConvertible {
  public let prefix: String
  package let handle: @Sendable (Turn, String) async throws -> Void

  /// - Parameter prefix: what the payload begins with, such as `ref_`; `handle` gets what follows.
  public init(_ prefix: String, handle: @escaping @Sendable (Turn, _ rest: String) async throws -> Void) {
    self.prefix = prefix
    self.handle = handle
  }

  public var contribution: Contribution { .deepLink(self) }
}

/// A paragraph for `/help`; the host adds the list of commands.
public struct HelpSection: Sendable, ContributionConvertible {
  public let key: String
  /// - Parameter key: catalogue key of the paragraph.
  public init(_ key: String) { self.key = key }
  public var contribution: Contribution { .help(self) }
}
