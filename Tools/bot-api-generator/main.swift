import Foundation

// swift run bot-api-generator [--check] [--root <package root>]
// Writes Sources/TelegramBotAPI/Generated from Tools/bot-api-generator/api.json. With --check it writes nothing and
// exits with 1 if a file differs.

do {
  var arguments = Array(CommandLine.arguments.dropFirst())
  let isCheck = arguments.contains("--check")
  arguments.removeAll { $0 == "--check" }
  var root = FileManager.default.currentDirectoryPath
  if let option = arguments.firstIndex(of: "--root"), option + 1 < arguments.count {
    root = arguments[option + 1]
    arguments.removeSubrange(option...(option + 1))
  }
  guard arguments.isEmpty else {
    throw GeneratorFailure(
      "unknown argument \(arguments[0]); usage: bot-api-generator [--check] [--root <package root>]")
  }
  let package = URL(filePath: root, directoryHint: .isDirectory)
  let specification = try Specification(
    contentsOf: package.appending(path: "Tools/bot-api-generator/api.json"))
  let output = OutputFolder(package.appending(path: "Sources/TelegramBotAPI/Generated", directoryHint: .isDirectory))
  let files = try Generator(specification).files()
  if isCheck {
    let stale = try output.stale(files)
    guard stale.isEmpty else {
      throw GeneratorFailure("stale, run `swift run bot-api-generator`: \(stale.joined(separator: ", "))")
    }
    print("\(files.count) generated files are up to date")
  } else {
    try output.write(files)
    print("wrote \(files.count) files: \(specification.types.count) types, \(specification.methods.count) methods")
  }
} catch {
  FileHandle.standardError.write(Data("bot-api-generator: \(error)\n".utf8))
  exit(1)
}
