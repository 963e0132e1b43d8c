import Foundation
package import Logging
import MediaProtocol
package import PluginAPI
import Synchronization

/// Pictures and charts by worker processes (`roost-media`), which are started when they are needed, killed when they take
/// too long or answer strangely, and replaced after some work. docs/media.md tells the whole.
package final class MediaClient: MediaWorking {
  /// How workers are used. Times are real ones, also under a virtual clock: a process does not know that clock.
  package struct Configuration: Sendable {
    /// The worker's program.
    package var path: String
    /// Workers at once, each with a thread of ours.
    package var workers = 2
    /// Requests that may wait.
    package var waiting = 16
    /// Bytes that may wait.
    package var waitingBytes = 128 * 1024 * 1024
    /// From a worker's start to its greeting.
    package var startTime = Duration.seconds(10)
    /// From a request to its answer.
    package var answerTime = Duration.seconds(10)
    /// The same for a sheet, which is several pictures.
    package var sheetTime = Duration.seconds(25)
    /// A worker without work ends after that.
    package var idleTime = Duration.seconds(60)
    /// A worker is replaced after so many answers.
    package var jobs = MediaLimits.jobs

    package init(path: String) { self.path = path }
  }

  private let configuration: Configuration
  private let queue: MediaQueue
  private let ends: [ThreadEnd]

  /// Starts the threads; no process yet.
  /// - Throws: when descriptors are used up.
  package init(_ configuration: Configuration, logger: Logger) throws(HostError) {
    self.configuration = configuration
    let queue = try MediaQueue(waiting: configuration.waiting, bytes: configuration.waitingBytes)
    self.queue = queue
    ends = (1...max(1, configuration.workers)).map { number in
      let end = ThreadEnd()
      let thread = Thread {
        MediaThread(queue: queue, configuration: configuration, logger: logger).run()
        end.reach()
      }
      thread.name = "media-\(number)"
      thread.start()
      return end
    }
  }

  deinit { queue.close() }

  /// Fails what waits, kills the workers and returns when all is gone.
  package func close() async {
    queue.close()
    for end in ends { await end.wait() }
  }

  /// Where workers' figures are counted from now on.
  func connect(_ metrics: HostMetrics) { queue.connect(metrics) }

  // MARK: What plugins see

  package var isAvailable: Bool { true }

  package func normalise(_ image: [UInt8], maximumSide: Int) async throws(MediaError) -> [UInt8] {
    try Self.check(image)
    guard MediaLimits.maximumSide.contains(maximumSide) else {
      throw .refused(
        reason: "a side of \(maximumSide) pixels; expected \(MediaLimits.maximumSide.lowerBound)…"
          + "\(MediaLimits.maximumSide.upperBound)")
    }
    let body = BigEndian.bytes(UInt32(maximumSide)) + image
    return try await ask(.normalise, body, configuration.answerTime) { answer in
      MediaAnswer.jpeg(answer, within: maximumSide)
    }
  }

  package func contactSheet(_ images: [[UInt8]]) async throws(MediaError) -> ContactSheet {
    guard (1...MediaLimits.sheetImages).contains(images.count) else {
      throw .refused(reason: "\(images.count) pictures; expected 1…\(MediaLimits.sheetImages)")
    }
    // What cannot be sent leaves its cell empty like what cannot be read; alone it is refused.
    let sendable = images.map { $0.count <= MediaLimits.imageBytes ? $0 : [] }
    if images.count == 1 { try Self.check(images[0]) }
    let answer = try await ask(.sheet, MediaParts.joined(sendable), configuration.sheetTime) { answer in
      MediaAnswer.sheet(answer, of: images.count)
    }
    return answer
  }

  package func chart(_ chart: Chart) async throws(MediaError) -> [UInt8] {
    guard let body = try? JSONEncoder().encode(chart) else { throw .refused(reason: "a chart's values are finite") }
    guard body.count <= MediaLimits.chartBytes else {
      throw .refused(reason: "a chart of \(body.count) bytes; expected at most \(MediaLimits.chartBytes)")
    }
    return try await ask(.chart, Array(body), configuration.answerTime) { MediaAnswer.png($0) }
  }

  private static func check(_ image: [UInt8]) throws(MediaError) {
    guard !image.isEmpty else { throw .refused(reason: "the file is empty") }
    guard image.count <= MediaLimits.imageBytes else {
      throw .refused(reason: "\(image.count) bytes; expected at most \(MediaLimits.imageBytes)")
    }
  }

  /// - Parameter read: nil for an answer that no worker of ours gives; it is killed then.
  private func ask<Answer: Sendable>(
    _ kind: MediaFrame.Kind, _ body: [UInt8], _ time: Duration, read: @escaping @Sendable ([UInt8]) -> Answer?
  ) async throws(MediaError) -> Answer {
    let job = MediaJob(kind: kind, body: body, time: time, isSane: { read($0) != nil })
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        job.begin(continuation)
        if let refusal = queue.put(job) { job.end(.failure(refusal)) }
      }
    } onCancel: {
      job.end(.failure(.failed(reason: "nobody waits for it any more")))
    }
    guard let answer = read(try result.get()) else { throw .failed(reason: "the worker's answer makes no sense") }
    return answer
  }
}
