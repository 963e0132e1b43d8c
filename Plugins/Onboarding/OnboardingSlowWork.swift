import PluginAPI

/// Collects everything the deployment holds of a person.
struct ExportRequest: WorkRequest {
  typealias Output = ExportedData
  static let name = "onboarding.export_data"
}

/// What came of it.
enum ExportedData: Codable, Sendable {
  /// A JSON document.
  case document(String)
  /// Larger than a message to a person should be.
  case tooLarge(bytes: Int)
}

extension OnboardingPlugin {
  /// Telegram takes files of 50 MB from bots; this much passes through the database on its way.
  static let exportLimit = 10_000_000

  @ContributionBuilder var slowWork: Contributions {
    SlowWork(ExportRequest.self, timeLimit: .seconds(120), run: collect, then: deliver)
  }

  func collect(_ request: ExportRequest, _ context: WorkContext) async throws -> ExportedData {
    let bytes = try await personalData.export(context.person.id)
    guard bytes.count <= Self.exportLimit else { return .tooLarge(bytes: bytes.count) }
    return .document(String(decoding: bytes, as: UTF8.self))
  }

  /// Asked for in so many words, so it is delivered whatever the person does meanwhile.
  func deliver(_ turn: Turn, _ request: ExportRequest, _ result: WorkResult<ExportedData>) async throws {
    switch result.output {
    case .document(let json):
      let date = turn.person.zone.date(at: turn.now)
      let file = Attachment(
        filename: "roost-\(date).json", contentType: "application/json", bytes: Array(json.utf8))
      turn.send(Card(turn.text("export.done"), media: .document(.upload(file))))
    case .tooLarge: turn.send(turn.text("export.large"))
    case nil: turn.send(turn.text("export.failed"))
    }
  }
}
