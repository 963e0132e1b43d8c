/// The pass over the scalars of a hostile text that decides which of them stay.
struct TextScrubber {
  let isMultiline: Bool
  private var kept = String.UnicodeScalarView()
  /// The last scalar kept, unless whitespace followed it.
  private var previous: Unicode.Scalar?
  /// A joiner that waits for what it joins.
  private var joiner: Unicode.Scalar?
  private var marks = 0
  private var hasSpace = false
  private var newlines = 0
  /// Whether each scalar kept is a grapheme of its own and composed, so that nothing more needs to be done.
  private(set) var isPlain = true

  private static let maximumMarks = 8

  init(isMultiline: Bool) {
    self.isMultiline = isMultiline
  }

  /// What has been kept so far, without whitespace at its ends.
  var result: String { String(kept) }

  mutating func scrub(_ scalars: some Collection<Unicode.Scalar>) {
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      scalars.formIndex(after: &index)
      if scalar.value == 0x0D, index < scalars.endIndex, scalars[index] == "\n" { continue }
      take(scalar)
      if scalar.value == 0x1F3F4 { takeFlagTags(scalars[index...]) }
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    if scalar.isPlain { return keep(scalar) }
    if scalar == " " {
      hasSpace = true
      (previous, joiner) = (nil, nil)
      return
    }
    let properties = scalar.properties
    if scalar.isLineBreak {
      newlines += 1
      (previous, joiner) = (nil, nil)
    } else if properties.isWhitespace || scalar.isBlank {
      hasSpace = true
      (previous, joiner) = (nil, nil)
    } else if scalar.value == 0x200C || scalar.value == 0x200D {
      joiner = scalar
    } else if scalar.value == 0xFE0E || scalar.value == 0xFE0F {
      if previous?.properties.isEmoji == true { keepMark(scalar) }
    } else if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint {
      return
    } else {
      switch properties.generalCategory {
      case .control, .privateUse, .surrogate: return
      case .format where (0xFFF9...0xFFFB).contains(scalar.value): return
      case .nonspacingMark, .enclosingMark, .spacingMark: keepMark(scalar)
      default:
        isPlain = false
        if properties.isEmojiModifier && previous != nil { keepMark(scalar) } else { keep(scalar) }
      }
    }
  }

  private mutating func keep(_ scalar: Unicode.Scalar) {
    if !kept.isEmpty {
      if newlines > 0 && isMultiline {
        kept.append(contentsOf: newlines > 1 ? "\n\n".unicodeScalars : "\n".unicodeScalars)
      } else if newlines > 0 || hasSpace {
        kept.append(" ")
      }
    }
    (newlines, hasSpace) = (0, false)
    // A sequence of joined emoji is one grapheme, and its joiners share one allowance.
    if !keepJoiner(before: scalar) { marks = 0 }
    kept.append(scalar)
    previous = scalar
  }

  /// Keeps what belongs to the scalar before it, if there is one and it does not have too many already.
  private mutating func keepMark(_ scalar: Unicode.Scalar) {
    guard previous != nil, marks < Self.maximumMarks else { return }
    isPlain = false
    if marks + 1 < Self.maximumMarks { _ = keepJoiner(before: scalar) }
    marks += 1
    kept.append(scalar)
    previous = scalar
  }

  /// Puts the waiting joiner between the last scalar and `next` if it does something there: in emoji sequences, and in
  /// the scripts from Arabic to Mongolian.
  private mutating func keepJoiner(before next: Unicode.Scalar) -> Bool {
    defer { joiner = nil }
    guard let joiner, let previous, marks < Self.maximumMarks else { return false }
    let scripts: ClosedRange<UInt32> = 0x0600...0x18AF
    let isNeeded =
      scripts.contains(previous.value) && scripts.contains(next.value)
      || joiner.value == 0x200D && previous.isPartOfEmoji && next.isPartOfEmoji
    guard isNeeded else { return false }
    marks += 1
    kept.append(joiner)
    return true
  }

  /// Tag characters are invisible and can smuggle words to a language model. Only those that make a black flag the flag
  /// of England, Scotland or Wales pass; all others are dropped as ignorable.
  private mutating func takeFlagTags(_ rest: some Collection<Unicode.Scalar>) {
    let tags = rest.prefix(6)
    let known = ["gbeng", "gbsct", "gbwls"].map { $0.unicodeScalars.map { $0.value + 0xE0000 } + [0xE007F] }
    if known.contains(tags.map(\.value)) { kept.append(contentsOf: tags) }
  }
}

extension Unicode.Scalar {
  /// Visible, composed, and never one grapheme with a plain neighbour: nearly all that people type here. Spares them the
  /// slow look into Unicode's tables.
  var isPlain: Bool {
    switch value {
    case 0x21...0x7E, 0xA1...0xAC, 0xAE...0x24F, 0x400...0x482, 0x48A...0x52F, 0x2010...0x2027: true
    default: false
    }
  }

  /// Hebrew, Arabic and their neighbours, with their presentation forms.
  var isRightToLeft: Bool {
    switch value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }

  var isBidiControl: Bool {
    switch value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  fileprivate var isLineBreak: Bool {
    switch value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// Not whitespace by the letter, but with nothing to see: Hangul fillers, the empty Braille pattern, the object
  /// replacement character.
  fileprivate var isBlank: Bool {
    switch value {
    case 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, 0xFFFC: true
    default: false
    }
  }

  /// Whether a joiner can stand beside it in an emoji. Digits and the letters of flags are emoji to Unicode, but are not
  /// joined.
  fileprivate var isPartOfEmoji: Bool {
    switch value {
    case 0...0xFF, 0x1F1E6...0x1F1FF: false
    case 0xFE0F: true
    default: properties.isEmoji || properties.isEmojiModifier
    }
  }
}
