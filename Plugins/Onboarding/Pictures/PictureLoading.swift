import PluginAPI

/// Fetches pictures and makes them fit for a model: one numbered sheet where there is a media worker, else the photos as
/// Telegram's servers made them.
struct PictureLoading: Sendable {
  /// What a model can be shown.
  struct Loaded: Sendable {
    var images: [ModelImage]
    /// How many cells or pictures there are, and which of them are empty.
    var cells: Int
    var unreadable: [Int]
    var isSheet: Bool
  }

  let context: WorkContext

  /// - Returns: nil when none of them could be read.
  func load(_ pictures: [Picture], maximumSide: Int) async throws -> Loaded? {
    var files: [[UInt8]?] = []
    for picture in pictures {
      do {
        files.append(try await context.telegram.download(picture.fileID, limit: PictureIntake.documentLimit))
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        files.append(nil)
      }
    }
    return context.media.isAvailable
      ? try await sheet(files, maximumSide) : passThrough(files)
  }

  private func sheet(_ files: [[UInt8]?], _ maximumSide: Int) async throws -> Loaded? {
    var cells: [(number: Int, jpeg: [UInt8])] = []
    for (index, file) in files.enumerated() {
      guard let file else { continue }
      do {
        cells.append((index + 1, try await context.media.normalise(file, maximumSide: maximumSide)))
      } catch {
        // One bad picture does not take the others with it.
        if case .off = error { return passThrough(files) }
      }
    }
    guard !cells.isEmpty else { return nil }
    let sheet = try await context.media.contactSheet(cells.map(\.jpeg))
    // Cells are numbered anew, without those that could not be read at all.
    guard sheet.unreadable.count < cells.count else { return nil }
    return Loaded(
      images: [ModelImage(jpeg: sheet.jpeg)], cells: cells.count, unreadable: sheet.unreadable, isSheet: true
    ).losing(files.count - cells.count)
  }

  /// Photos went through Telegram's servers; what does not look like a JPEG of theirs is left out.
  private func passThrough(_ files: [[UInt8]?]) -> Loaded? {
    let images = files.compactMap { file -> ModelImage? in
      guard let file, let size = JPEGHeader.size(of: file), max(size.width, size.height) <= 2560 else { return nil }
      return ModelImage(jpeg: file)
    }
    guard !images.isEmpty else { return nil }
    return Loaded(images: images, cells: images.count, unreadable: [], isSheet: false)
      .losing(files.count - images.count)
  }
}

extension PictureLoading.Loaded {
  /// How many pictures are not among the cells at all.
  var lost: Int { unreadable.count { $0 > cells } }

  /// Notes pictures that have no cell, by numbers beyond the last.
  fileprivate func losing(_ count: Int) -> Self {
    guard count > 0 else { return self }
    var next = self
    next.unreadable += Array(cells + 1...cells + count)
    return next
  }
}
