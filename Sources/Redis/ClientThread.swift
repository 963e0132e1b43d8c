import CCurl
import CHiredis
import Glibc

/// The client's thread: owns both connections.
final class ClientThread {
  private let queue: CommandQueue
  private let pipeline: Pipeline
  private let subscriber: Subscriber
  private var told = (isConnected: false, isListening: false)

  static func start(_ configuration: RedisConfiguration) throws(RedisError) -> CommandQueue {
    let queue = try CommandQueue(maximumPending: configuration.maximumPendingCommands)
    let body = Unmanaged.passRetained(ClientThread(queue, configuration))
    var thread = pthread_t()
    let failure = pthread_create(&thread, nil, runClientThread, body.toOpaque())
    guard failure == 0 else {
      body.release()
      throw .connection("the client's thread could not be started (errno \(failure))")
    }
    queue.keep(thread)
    return queue
  }

  private init(_ queue: CommandQueue, _ configuration: RedisConfiguration) {
    self.queue = queue
    let now = ContinuousClock.now
    pipeline = Pipeline(configuration, now: now)
    subscriber = Subscriber(configuration, now: now)
  }

  fileprivate func run() {
    while true {
      let batch = queue.take()
      let now = ContinuousClock.now
      pipeline.add(batch.started, now)
      for listener in batch.joined { subscriber.join(listener) }
      for listener in batch.left { subscriber.leave(listener) }
      if batch.isStopping { break }
      pipeline.step(now, mayConnect: subscriber.link.connectingSocket == nil)
      subscriber.step(now, mayConnect: pipeline.link.connectingSocket == nil)
      tell(now)
      if queue.prepareToWait() { wait(now) }
    }
    let now = ContinuousClock.now
    pipeline.stop(now)
    subscriber.stop(now)
    tell(now)
    queue.end()
  }

  private func tell(_ now: ContinuousClock.Instant) {
    let state = (isConnected: pipeline.link.isReady, isListening: subscriber.link.isReady)
    if state == told, pipeline.settlement.isEmpty { return }
    told = state
    queue.apply(&pipeline.settlement, isConnected: told.isConnected, isListening: told.isListening, now: now)
  }

  private func wait(_ now: ContinuousClock.Instant) {
    let links = [pipeline.link, subscriber.link]
    var watched = [pollfd(fd: queue.wakeup, events: Int16(POLLIN), revents: 0)]
    for link in links {
      // poll passes over a negative descriptor.
      let events = link.hasOutput ? Int16(POLLIN | POLLOUT) : Int16(POLLIN)
      watched.append(pollfd(fd: link.descriptor ?? -1, events: events, revents: 0))
    }
    let pause = pause(now)
    if let socket = links.lazy.compactMap(\.connectingSocket).first {
      var others = watched.filter { $0.fd >= 0 }.map { curl_waitfd(fd: $0.fd, events: $0.events, revents: 0) }
      socket.waitWhileConnecting(&others, milliseconds: pause)
      // Both libraries number the events alike.
      for index in watched.indices {
        watched[index].revents = others.first { $0.fd == watched[index].fd }?.revents ?? 0
      }
    } else {
      poll(&watched, nfds_t(watched.count), pause)
    }
    if watched[0].revents != 0 { chiredis_eventfd_clear(queue.wakeup) }
    for (link, entry) in zip(links, watched.dropFirst()) where entry.revents & ~Int16(POLLOUT) != 0 {
      link.isReadable = true
    }
  }

  private func pause(_ now: ContinuousClock.Instant) -> Int32 {
    let links = (pipeline.link, subscriber.link)
    if links.0.isReadable || links.1.isReadable { return 0 }
    let next = [
      pipeline.nextStep(mayConnect: links.1.connectingSocket == nil),
      subscriber.nextStep(mayConnect: links.0.connectingSocket == nil),
    ].compactMap(\.self).min()
    return next.map { ($0 - now).milliseconds } ?? -1
  }
}

private func runClientThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  // No signal is for this thread; among them SIGPIPE, which a write to a closed connection would raise.
  var all = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, nil)
  if let context { Unmanaged<ClientThread>.fromOpaque(context).takeRetainedValue().run() }
  return nil
}
