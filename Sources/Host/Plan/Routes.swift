import PluginAPI

/// Everything the enabled plugins contributed, by what it is found by. Built once, before anything runs.
struct Routes: Sendable {
  struct Owned<Element: Sendable>: Sendable {
    let plugin: PluginID
    let element: Element
  }

  var commands: [String: Owned<Command>] = [:]
  var deepLinks: [Owned<DeepLink>] = []
  var callbacks: [UInt32: Owned<Callback>] = [:]
  var dialogs: [String: Owned<AnyDialog>] = [:]
  var dialogNames: [UInt32: String] = [:]
  var messageHandlers: [Owned<MessageHandler>] = []
  var updateHandlers: [UpdateKind: [Owned<UpdateHandler>]] = [:]
  var preCheckouts: [Owned<PreCheckout>] = []
  var jobs: [String: Owned<Job>] = [:]
  var schedules: [Owned<Schedule>] = []
  var work: [String: Owned<AnySlowWork>] = [:]
  var subscriptions: [String: [Owned<Subscription>]] = [:]
  var backgrounds: [Owned<Background>] = []
  var help: [Owned<HelpSection>] = []

  /// The update kinds that anything listens to, for `allowed_updates`.
  var updateKinds: Set<UpdateKind> {
    var kinds: Set<UpdateKind> = [.message, .callbackQuery, .myChatMember]
    if !preCheckouts.isEmpty { kinds.insert(.preCheckoutQuery) }
    kinds.formUnion(updateHandlers.keys)
    return kinds
  }

  /// The help sections in the order of their plugins' first commands, as the list of commands above them.
  var orderedHelp: [Owned<HelpSection>] {
    var first: [PluginID: Int] = [:]
    for command in commands.values where command.element.isListed {
      first[command.plugin] = min(first[command.plugin] ?? .max, command.element.order)
    }
    return help.sorted { (first[$0.plugin] ?? .max, $0.plugin) < (first[$1.plugin] ?? .max, $1.plugin) }
  }

  mutating func add(_ contribution: Contribution, of plugin: PluginID) {
    switch contribution {
    case .command(let command): commands[command.name] = Owned(plugin: plugin, element: command)
    case .deepLink(let link): deepLinks.append(Owned(plugin: plugin, element: link))
    case .callback(let callback):
      callbacks[CallbackCodec.route(callback.name)] = Owned(plugin: plugin, element: callback)
    case .dialog(let dialog):
      dialogs[dialog.name] = Owned(plugin: plugin, element: dialog)
      dialogNames[CallbackCodec.route(dialog.name)] = dialog.name
    case .messageHandler(let handler):
      messageHandlers.append(Owned(plugin: plugin, element: handler))
      messageHandlers.sort { ($0.element.order, $0.plugin) < ($1.element.order, $1.plugin) }
    case .updateHandler(let handler):
      updateHandlers[handler.kind, default: []].append(Owned(plugin: plugin, element: handler))
    case .preCheckout(let question): preCheckouts.append(Owned(plugin: plugin, element: question))
    case .job(let job): jobs[job.name] = Owned(plugin: plugin, element: job)
    case .schedule(let schedule): schedules.append(Owned(plugin: plugin, element: schedule))
    case .slowWork(let slow): work[slow.name] = Owned(plugin: plugin, element: slow)
    case .subscription(let subscription):
      subscriptions[subscription.event, default: []].append(Owned(plugin: plugin, element: subscription))
    case .background(let background): backgrounds.append(Owned(plugin: plugin, element: background))
    case .help(let section): help.append(Owned(plugin: plugin, element: section))
    case .service: break
    }
  }
}
