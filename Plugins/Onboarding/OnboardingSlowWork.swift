import Contracts
import PluginAPI

/// Collects everything the deployment holds of a person.
struct ExportRequest: WorkRequest {
  typealias Output = ExportedData
  static let name = "onboarding.export_data"
}

/// What came of it.
enum ExportedData: Codable, Sendable {
  /// A JSON document, and the log of check-ins as CSV, if there is one.
  case document(String, checkIns: String?)
  /// Larger than a message to a person should be.
  case tooLarge(bytes: Int)
}

extension OnboardingPlugin {
  /// Telegram takes files of 50 MB from bots; this much passes through the database on its way.
  static let exportLimit = 10_000_000

  @ContributionBuilder var slowWork: Contributions {
    SlowWork(ExportRequest.self, timeLimit: .seconds(120), run: collect, then: deliver)
    SlowWork(
      LookRequest.self, timeLimit: .seconds(60), maximumAttempts: 1, run: { try await PictureReader().look($0, $1) },
      then: firstDialog.see)
    SlowWork(
      DescribeRequest.self, timeLimit: .seconds(30), maximumAttempts: 1, shows: .thinking,
      run: { try await Describer().describe($0, $1) },
      then: firstDialog.hear)
    SlowWork(
      DescribeAgainRequest.self, timeLimit: .seconds(120), maximumAttempts: 1,
      run: { try await Describer().describeAgain($0, $1) }, then: offer)
  }

  func collect(_ request: ExportRequest, _ context: WorkContext) async throws -> ExportedData {
    let bytes = try await personalData.export(context.person.id)
    let table = try await CheckInTable.make(
      for: context.person.id, goals(), today: context.person.logicalDate(context.asked), context.database)
    let size = bytes.count + (table?.utf8.count ?? 0)
    guard size <= Self.exportLimit else { return .tooLarge(bytes: size) }
    return .document(String(decoding: bytes, as: UTF8.self), checkIns: table)
  }

  /// Asked for in so many words, so it is delivered whatever the person does meanwhile.
  func deliver(_ turn: Turn, _ request: ExportRequest, _ result: WorkResult<ExportedData>) async throws {
    switch result.output {
    case .document(let json, let checkIns):
      let date = turn.person.zone.date(at: turn.now)
      var archive = ZipArchive(year: date.year, month: date.month, day: date.day)
      archive.add("data.json", Array(json.utf8))
      if let checkIns { archive.add("checkins.csv", Array(checkIns.utf8)) }
      let file = Attachment(filename: "roost-\(date).zip", contentType: "application/zip", bytes: archive.bytes)
      turn.send(
        Card(
          turn.text("export.done", ["hasTable": checkIns == nil ? "no" : "yes"]), media: .document(.upload(file))))
    case .tooLarge: turn.send(turn.text("export.large"))
    case nil: turn.send(turn.text("export.failed"))
    }
  }
}
