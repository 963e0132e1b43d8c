import CPowerCut

/// The files of a database as a power cut leaves them: what was synced is there, of what was written since then nobody
/// knows.
struct Disk {
  /// What becomes of writes that were not synced.
  enum Loss: CaseIterable {
    /// They are gone.
    case all
    /// They were lucky.
    case none
    /// The first of them arrived.
    case tail
    /// Sectors arrived in any order, so that pages are torn.
    case some
  }

  private static let sector = 512
  /// The database and its log.
  private var synced: [[UInt8]] = [[], []]
  private var pending: [[power_cut_step]] = [[], []]
  /// Steps that happened.
  private(set) var position = 0

  init(database: [UInt8]) { synced[0] = database }

  /// The next step happens.
  /// - Returns: whether it was a sync.
  mutating func proceed() -> Bool {
    let step = power_cut_at(position)
    position += 1
    let file = Int(step.file)
    guard step.kind == POWER_CUT_SYNC else {
      pending[file].append(step)
      return false
    }
    for step in pending[file] { Self.apply(step, to: &synced[file]) }
    pending[file] = []
    return true
  }

  /// The power is cut here.
  /// - Returns: the database and its log.
  func files(losing loss: Loss, _ dice: inout Dice) -> [[UInt8]] {
    var files = synced
    for index in files.indices {
      let steps = pending[index]
      switch loss {
      case .all: break
      case .none: for step in steps { Self.apply(step, to: &files[index]) }
      case .tail: for step in steps.prefix(dice.number(0...steps.count)) { Self.apply(step, to: &files[index]) }
      case .some:
        for step in steps {
          if step.kind == POWER_CUT_TRUNCATE {
            if dice.chance(0.5) { Self.apply(step, to: &files[index]) }
            continue
          }
          for start in stride(from: 0, to: step.length, by: Self.sector) where dice.chance(0.5) {
            var part = step
            part.offset += Int64(start)
            part.bytes = step.bytes?.advanced(by: start)
            part.length = min(Self.sector, step.length - start)
            Self.apply(part, to: &files[index])
          }
        }
      }
    }
    return files
  }

  private static func apply(_ step: power_cut_step, to file: inout [UInt8]) {
    let offset = Int(step.offset)
    if step.kind == POWER_CUT_TRUNCATE { return file.removeLast(max(0, file.count - offset)) }
    let end = offset + step.length
    if file.count < end { file.append(contentsOf: repeatElement(0, count: end - file.count)) }
    file.replaceSubrange(offset..<end, with: UnsafeBufferPointer(start: step.bytes, count: step.length))
  }
}
