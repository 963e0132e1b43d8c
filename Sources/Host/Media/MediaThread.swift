import Glibc
import Logging
import MediaProtocol
import PluginAPI

/// Owns a worker process and gives it one job after another. Runs on a thread of its own, because it blocks.
struct MediaThread {
  let queue: MediaQueue
  let configuration: MediaClient.Configuration
  let logger: Logger

  func run() {
    // No signal is for this thread; among them SIGPIPE, which a write to a dead worker would raise.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    var worker: WorkerProcess?
    var retirement: UInt64 = 0
    while true {
      switch wait(worker, until: retirement) {
      case .closed:
        worker?.kill()
        return
      case .workerEnded:
        worker?.kill()
        worker = nil
        queue.count("roost_media_restarts_total", #"why="died""#)
      case .idle:
        worker?.kill()
        worker = nil
      case .work:
        guard let job = queue.take() else { continue }
        worker = perform(job, with: worker)
        retirement = MonotonicTime.after(configuration.idleTime)
      }
    }
  }

  private enum Event {
    case work, idle, workerEnded, closed
  }

  /// Waits for work, and for what else may happen to a worker that has none.
  private func wait(_ worker: WorkerProcess?, until retirement: UInt64) -> Event {
    var watched = [
      pollfd(fd: queue.end.output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: worker?.output ?? -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: queue.work.output, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let count = poll(&watched, nfds_t(watched.count), worker == nil ? -1 : MonotonicTime.milliseconds(to: retirement))
      if watched[0].revents != 0 { return .closed }
      // A worker without work says nothing, so whatever comes is its end.
      if watched[1].revents != 0 { return .workerEnded }
      if watched[2].revents != 0 { return .work }
      if count == 0 { return .idle }
    }
  }

  /// Does a job, with a new worker if there is none.
  /// - Returns: the worker for the next one, if it is still good.
  private func perform(_ job: MediaJob, with current: WorkerProcess?) -> WorkerProcess? {
    let verb = "\(job.kind)"
    var worker = current
    do throws(WorkerFault) {
      let ready: WorkerProcess
      if let current { ready = current } else { ready = try start() }
      worker = ready
      let answer = try ready.exchange(
        job.kind, job.body, until: MonotonicTime.after(job.time), stop: queue.end.output)
      switch answer.kind {
      case .done:
        guard job.isSane(answer.body) else { throw .garbage("an answer that is no picture") }
        queue.count("roost_media_jobs_total", #"verb="\#(verb)",end="done""#)
        job.end(.success(answer.body))
      case .refused:
        queue.count("roost_media_jobs_total", #"verb="\#(verb)",end="refused""#)
        job.end(.failure(.refused(reason: Self.text(answer.body))))
      case .failed:
        queue.count("roost_media_jobs_total", #"verb="\#(verb)",end="failed""#)
        job.end(.failure(.failed(reason: Self.text(answer.body))))
        throw .garbage("a failure of its own")
      default: throw .garbage("an answer of kind \(answer.kind)")
      }
      if ready.answers < configuration.jobs { return ready }
      ready.kill()
    } catch {
      worker?.kill()
      guard error != .stopping else {
        job.end(.failure(.off))
        return nil
      }
      if !job.hasEnded { queue.count("roost_media_jobs_total", #"verb="\#(verb)",end="failed""#) }
      queue.count("roost_media_restarts_total", #"why="\#(error.word)""#)
      logger.warning("media worker replaced", metadata: ["verb": "\(verb)", "reason": "\(error)"])
      job.end(.failure(.failed(reason: error.description)))
    }
    return nil
  }

  private func start() throws(WorkerFault) -> WorkerProcess {
    let worker = try WorkerProcess(path: configuration.path)
    queue.count("roost_media_starts_total")
    do throws(WorkerFault) {
      try worker.greet(until: MonotonicTime.after(configuration.startTime), stop: queue.end.output)
      return worker
    } catch {
      worker.kill()
      throw error
    }
  }

  /// What a worker says, for logs and plugins: one short line.
  private static func text(_ body: [UInt8]) -> String {
    String(
      String(decoding: body.prefix(300), as: UTF8.self).unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) })
  }
}
