import FoundationEssentials
import MediaProtocol

/// What a request leads to.
enum Requests {
  struct Answer {
    var kind: MediaFrame.Kind
    var body: [UInt8]
  }

  static func answer(_ request: FrameChannel.Request) -> Answer {
    do {
      switch request.kind {
      case .normalise:
        Confinement.allow(seconds: 10)
        return Answer(kind: .done, body: try normalise(request.body))
      case .sheet:
        Confinement.allow(seconds: 20)
        return Answer(kind: .done, body: try sheet(request.body))
      case .chart:
        Confinement.allow(seconds: 10)
        return Answer(kind: .done, body: try chart(request.body))
      case .greeting, .done, .refused, .failed:
        throw WorkerError.refused("not a request")
      }
    } catch {
      switch error as? WorkerError {
      case .refused(let reason): return Answer(kind: .refused, body: Array(reason.utf8))
      case .failed(let reason): return Answer(kind: .failed, body: Array(reason.utf8))
      case nil: return Answer(kind: .failed, body: Array("\(type(of: error))".utf8))
      }
    }
  }

  private static func normalise(_ body: [UInt8]) throws(WorkerError) -> [UInt8] {
    guard body.count > 4 else { throw .refused("there is no picture") }
    let side = Int(BigEndian.read(body.prefix(4)))
    guard MediaLimits.maximumSide.contains(side) else { throw .refused("a side of \(side) pixels cannot be asked for") }
    return try Picture(Array(body.dropFirst(4)), width: side, height: side).jpeg()
  }

  private static func sheet(_ body: [UInt8]) throws(WorkerError) -> [UInt8] {
    guard let images = MediaParts.split(body, atMost: MediaLimits.sheetImages), !images.isEmpty else {
      throw .refused("a sheet has 1 to \(MediaLimits.sheetImages) pictures")
    }
    let sheet = try SheetDrawing.draw(images)
    return [UInt8(sheet.unreadable.count)] + sheet.unreadable.map { UInt8(clamping: $0) } + sheet.jpeg
  }

  private static func chart(_ body: [UInt8]) throws(WorkerError) -> [UInt8] {
    let chart: Chart
    do {
      chart = try JSONDecoder().decode(Chart.self, from: Data(body))
    } catch {
      throw .refused("not a chart")
    }
    return try ChartDrawing.png(chart)
  }
}

/// Why there is no picture.
enum WorkerError: Error {
  /// What was sent is at fault.
  case refused(String)
  /// The worker is.
  case failed(String)
}
