/// One thing a plugin adds to the host. Closed on purpose: the host handles every case.
public enum Contribution: Sendable {
  case command(Command)
  case deepLink(DeepLink)
  case callback(Callback)
  case dialog(AnyDialog)
  case messageHandler(MessageHandler)
  case updateHandler(UpdateHandler)
  case preCheckout(PreCheckout)
  case job(Job)
  case schedule(Schedule)
  case slowWork(AnySlowWork)
  case subscription(Subscription)
  case service(ServiceExport)
  case background(Background)
  case help(HelpSection)
}

/// What a plugin adds, in the order of its declaration.
public struct Contributions: Sendable {
  package var list: [Contribution]
  package init(list: [Contribution]) { self.list = list }
}

/// An element of a ``Plugin/contributions`` body.
public protocol ContributionConvertible {
  var contribution: Contribution { get }
}

/// Builds ``Contributions`` from a list of elements, groups of them (a big plugin declares in several files), and `if`s.
@resultBuilder
public enum ContributionBuilder {
  public static func buildExpression<Element: ContributionConvertible>(_ element: Element) -> Contributions {
    Contributions(list: [element.contribution])
  }
  public static func buildExpression(_ group: Contributions) -> Contributions { group }
  public static func buildBlock(_ parts: Contributions...) -> Contributions {
    Contributions(list: parts.flatMap(\.list))
  }
  public static func buildOptional(_ part: Contributions?) -> Contributions { part ?? Contributions(list: []) }
  public static func buildEither(first part: Contributions) -> Contributions { part }
  public static func buildEither(second part: Contributions) -> Contributions { part }
  public static func buildArray(_ parts: [Contributions]) -> Contributions {
    Contributions(list: parts.flatMap(\.list))
  }
}
