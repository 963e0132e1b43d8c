/// An alphabet in which a text is read: letters of the other one, digits and signs stand for what they look like.
enum Alphabet: Sendable {
  case cyrillic, latin

  /// The letter that a scalar of a word stands for.
  func letter(_ scalar: UInt32) -> UInt32 {
    switch self {
    case .cyrillic: Self.toCyrillic[scalar] ?? scalar
    case .latin: Self.toLatin[scalar] ?? scalar
    }
  }

  private static let toCyrillic = table([
    ("a", "а"), ("b", "в"), ("c", "с"), ("e", "е"), ("h", "н"), ("k", "к"), ("m", "м"), ("n", "п"), ("o", "о"),
    ("p", "р"), ("r", "г"), ("t", "т"), ("u", "и"), ("x", "х"), ("y", "у"), ("w", "ш"), ("i", "и"), ("s", "с"),
    ("і", "и"), ("ї", "и"), ("є", "е"), ("ґ", "г"), ("ў", "у"), ("ѕ", "с"), ("ј", "и"),
    ("0", "о"), ("1", "и"), ("3", "е"), ("4", "ч"), ("6", "б"), ("@", "а"), ("$", "с"),
    ("α", "а"), ("ο", "о"), ("ρ", "р"), ("ε", "е"), ("κ", "к"), ("τ", "т"), ("υ", "у"), ("χ", "х"), ("ν", "у"),
  ])

  private static let toLatin = table([
    ("а", "a"), ("в", "b"), ("с", "c"), ("е", "e"), ("н", "h"), ("к", "k"), ("м", "m"), ("п", "n"), ("о", "o"),
    ("р", "p"), ("г", "r"), ("т", "t"), ("и", "u"), ("х", "x"), ("у", "y"), ("ш", "w"), ("і", "i"), ("ї", "i"),
    ("є", "e"), ("ѕ", "s"), ("ј", "j"), ("ԁ", "d"), ("ӏ", "l"), ("ԛ", "q"), ("ԝ", "w"), ("һ", "h"),
    ("0", "o"), ("1", "i"), ("3", "e"), ("4", "a"), ("5", "s"), ("7", "t"), ("8", "b"), ("@", "a"), ("$", "s"),
    ("!", "i"), ("|", "l"), ("€", "e"), ("ı", "i"), ("ł", "l"), ("ø", "o"), ("ß", "s"),
    ("à", "a"), ("á", "a"), ("â", "a"), ("ã", "a"), ("ä", "a"), ("å", "a"), ("ç", "c"), ("è", "e"), ("é", "e"),
    ("ê", "e"), ("ë", "e"), ("ì", "i"), ("í", "i"), ("î", "i"), ("ï", "i"), ("ñ", "n"), ("ò", "o"), ("ó", "o"),
    ("ô", "o"), ("õ", "o"), ("ö", "o"), ("ù", "u"), ("ú", "u"), ("û", "u"), ("ü", "u"), ("ý", "y"), ("ÿ", "y"),
    ("α", "a"), ("ο", "o"), ("ρ", "p"), ("ε", "e"), ("κ", "k"), ("τ", "t"), ("υ", "u"), ("χ", "x"), ("ι", "i"),
    ("ν", "v"),
  ])

  private static func table(_ pairs: [(Unicode.Scalar, Unicode.Scalar)]) -> [UInt32: UInt32] {
    Dictionary(pairs.map { ($0.value, $1.value) }, uniquingKeysWith: { first, _ in first })
  }
}
