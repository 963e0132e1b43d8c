/// Fetches pictures and makes them fit for a model: one picture by itself or one numbered sheet of several where there is
/// a media worker, else the photos as Telegram's servers made them.
public struct PictureLoading: Sendable {
  /// What a model can be shown.
  public struct Loaded: Sendable {
    /// One sheet, or each picture by itself.
    public var images: [ModelImage]
    /// How many cells or pictures there are.
    public var cells: Int
    /// Cells, from 1, that are empty; numbers beyond the last stand for pictures that could not be read at all.
    public var unreadable: [Int]
    public var isSheet: Bool
    /// Cells that are there and empty.
    public var empty: [Int] { unreadable.filter { $0 <= cells } }
  }

  private let context: WorkContext

  public init(context: WorkContext) { self.context = context }

  /// - Parameters:
  ///   - pictures: 1…6.
  ///   - maximumSide: pixels of the longer side of each.
  /// - Returns: nil when none of them could be read.
  /// - Throws: `CancellationError`, and ``MediaError`` when the worker failed, so that another attempt may work.
  public func load(_ pictures: [SentPicture], maximumSide: Int) async throws -> Loaded? {
    var files: [[UInt8]?] = []
    for picture in pictures {
      do {
        files.append(try await context.telegram.download(picture.fileID, limit: SentPicture.byteLimit))
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        files.append(nil)
      }
    }
    return context.media.isAvailable ? try await sheet(files, maximumSide) : passThrough(files)
  }

  private func sheet(_ files: [[UInt8]?], _ maximumSide: Int) async throws -> Loaded? {
    var cells: [[UInt8]] = []
    for file in files {
      guard let file else { continue }
      do {
        cells.append(try await context.media.normalise(file, maximumSide: maximumSide))
      } catch {
        // One bad picture does not take the others with it.
        if case .off = error { return passThrough(files) }
      }
    }
    guard !cells.isEmpty else { return nil }
    let sheet = try await context.media.contactSheet(cells)
    // Cells are numbered anew, without those that could not be read at all.
    guard sheet.unreadable.count < cells.count else { return nil }
    return Loaded(
      images: [ModelImage(jpeg: sheet.jpeg)], cells: cells.count, unreadable: sheet.unreadable, isSheet: true
    ).losing(files.count - cells.count)
  }

  /// Photos went through Telegram's servers; what does not look like a JPEG of theirs is left out.
  private func passThrough(_ files: [[UInt8]?]) -> Loaded? {
    let images = files.compactMap { $0 }.filter { PhotoCheck.passes($0, limit: SentPicture.byteLimit) }
    guard !images.isEmpty else { return nil }
    return Loaded(images: images.map { ModelImage(jpeg: $0) }, cells: images.count, unreadable: [], isSheet: false)
      .losing(files.count - images.count)
  }
}

extension PictureLoading.Loaded {
  /// Notes pictures that have no cell, by numbers beyond the last.
  fileprivate func losing(_ count: Int) -> Self {
    guard count > 0 else { return self }
    var next = self
    next.unreadable += Array(cells + 1...cells + count)
    return next
  }
}
