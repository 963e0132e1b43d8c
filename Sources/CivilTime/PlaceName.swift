/// Place names reduced to what two spellings of one have in common.
enum PlaceName {
  /// The words of a name in lower case, without accents; ё as е. "Saint-Étienne" gives "saint", "etienne".
  static func words(_ name: some StringProtocol) -> [String] {
    var words: [String] = []
    var word = ""
    // An apostrophe or a dot joins: "St. John's" gives "st", "johns".
    for scalar in name.lowercased().unicodeScalars where scalar != "'" && scalar != "’" && scalar != "." {
      // Accents that follow their letter as a character of their own.
      if (0x300...0x36F).contains(scalar.value) { continue }
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        word.unicodeScalars.append(plain[scalar] ?? scalar)
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  /// A part of a zone's name as people write it: `New_York` gives "New York".
  static func spaced(_ part: Substring) -> String { String(part.map { $0 == "_" ? " " : $0 }) }

  /// Whether one insertion, deletion, replacement or exchange of neighbours turns one text into the other.
  static func isOneEditApart(_ left: String, _ right: String) -> Bool {
    let (short, long) = left.unicodeScalars.count <= right.unicodeScalars.count ? (left, right) : (right, left)
    let a = Array(short.unicodeScalars)
    let b = Array(long.unicodeScalars)
    guard b.count - a.count <= 1, let split = b.indices.first(where: { $0 >= a.count || a[$0] != b[$0] }) else {
      return false
    }
    let restA = a[split...]
    let restB = b[split...]
    if b.count > a.count { return restA.elementsEqual(restB.dropFirst()) }
    let replaced = restA.dropFirst().elementsEqual(restB.dropFirst())
    let exchanged =
      restA.count >= 2 && a[split] == b[split + 1] && a[split + 1] == b[split]
      && restA.dropFirst(2).elementsEqual(restB.dropFirst(2))
    return replaced || exchanged
  }

  private static let plain: [Unicode.Scalar: Unicode.Scalar] = {
    var map: [Unicode.Scalar: Unicode.Scalar] = [:]
    let groups: [(Unicode.Scalar, String)] = [
      ("a", "áàâãäåāăą"), ("c", "çćč"), ("d", "ďđ"), ("e", "éèêëēėęě"), ("g", "ğ"), ("i", "íìîïīı"), ("l", "łľ"),
      ("n", "ñńň"), ("o", "óòôõöøōő"), ("r", "ř"), ("s", "śšşș"), ("t", "ťţț"), ("u", "úùûüūůű"), ("y", "ýÿ"),
      ("z", "źżž"), ("е", "ё"), ("и", "й"),
    ]
    for (letter, accented) in groups {
      for scalar in accented.unicodeScalars { map[scalar] = letter }
    }
    return map
  }()
}
