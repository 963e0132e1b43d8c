import Localization

/// Texts of a plugin: the file and the patterns in it.
func fuzzCatalogues(_ input: [UInt8]) {
  if input.first == UInt8(ascii: "{") {
    guard let catalogue = try? Catalogue(plugin: "fuzz", files: [.english: input]) else { return }
    _ = catalogue.verify()
    for key in catalogue.keys.prefix(50) { check(catalogue.text(key, values, for: Reader(language: .russian))) }
    return
  }
  guard let pattern = try? MessageFormat(String(decoding: input, as: UTF8.self)) else { return }
  for language in Language.allCases {
    check(pattern.text(for: Reader(language: language)))
    var named = values
    for (index, name) in pattern.arguments.sorted().prefix(20).enumerated() {
      named[name] = samples[index % samples.count]
    }
    check(pattern.text(named, for: Reader(language: language, address: .ty, gender: .feminine)))
  }
}

private let samples: [Argument] = [
  .int(1), .int(.min), .int(.max), .double(0.5), .double(.infinity), .double(.nan), .string("<b>{x}"),
  .string("\u{202E}שלום"), .text(.bold("a")), .text(Text()),
]

private let values: [String: Argument] = Dictionary(
  uniqueKeysWithValues: ["a", "b", "n", "name", "count", "days", "title"].enumerated().map {
    ($1, samples[$0 % samples.count])
  })

private func check(_ text: Text) {
  demand(text.utf16Count == text.string.utf16.count, "a wrong length")
  for entity in text.entities {
    demand(
      entity.offset >= 0 && entity.length > 0 && entity.offset + entity.length <= text.utf16Count, "an entity outside")
  }
  let normal = text.normalized()
  demand(normal.normalized() == normal, "normalizing again changes a text")
}
