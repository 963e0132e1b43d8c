@testable import Host
@testable import PluginAPI

/// A configuration file and a `.env` file.
func fuzzConfiguration(_ input: [UInt8]) {
  let text = String(decoding: input, as: UTF8.self)
  for (name, value) in DotEnv.parse(text) { demand(!name.contains("=") && !value.contains("\n"), "two lines in one") }
  do {
    let values = try ConfigFile.parse(text, name: "fuzz.yaml")
    read(values, path: "", depth: 0)
  } catch {
    demand(!error.problems.isEmpty, "refused without a reason")
  }
}

private enum Word: String, CaseIterable { case info, debug }

/// Every way to read a key, at every key.
private func read(_ values: [String: ConfigValue], path: String, depth: Int) {
  demand(depth <= 17, "nested too deeply")
  var section = ConfigSection(path: path, values: values)
  for key in values.keys.sorted().prefix(30) {
    _ = section.int(key, default: 0, in: 0...10)
    _ = section.bool(key, default: false)
    demand(section.string(key, default: "", limit: 20).count <= 20, "too long a text")
    _ = section.choice(key, default: Word.info)
    _ = section.time(key, default: .noon)
    _ = section.integers(key)
    _ = section.strings(key)
    section.section(key) { _ in }
    if case .section(let nested)? = values[key] { read(nested, path: key, depth: depth + 1) }
  }
  _ = section.finish()
}
