import PluginAPI

/// Export and erasure of everything the deployment holds of a person, derived from the tables that plugins declare.
struct Erasure: PersonalData {
  let database: any DatabaseDriver
  /// Of all enabled plugins, and the host's.
  let tables: [Table]

  /// Deletes the person's rows everywhere; what the law keeps loses its link. The item that decided it stays as "done".
  func statements(for person: PersonID, except item: LaneItem) -> [Statement] {
    var statements: [Statement] = []
    for table in PlantedBug.erasesHalf.isPlanted ? Array(tables.dropFirst()) : tables {
      switch table.ownership {
      case .person(let column):
        statements.append(
          Statement(
            SQL(parts: [
              .text("DELETE FROM "), .table(table), .text(" WHERE \(column) = "), .value(person.sqlValue),
            ])))
      case .retained(let column):
        statements.append(
          Statement(
            SQL(parts: [
              .text("UPDATE "), .table(table), .text(" SET \(column) = NULL WHERE \(column) = "),
              .value(person.sqlValue),
            ])))
      case .shared: break
      }
    }
    let lane = LaneKey.person(person)
    statements.append(
      Statement("DELETE FROM \(HostTables.inbox) WHERE lane = \(lane) AND seq < \(item.seq) AND state <> 0"))
    statements.append(Statement("DELETE FROM \(HostTables.outbox) WHERE lane = \(lane) AND state >= 2"))
    return statements
  }

  func export(_ person: PersonID) async throws -> [UInt8] {
    var sections: [String: JSONValue] = ["person": .int(Int(person.rawValue)), "format": .string("roost.export.v1")]
    for table in tables {
      let column: String
      switch table.ownership {
      case .person(let name), .retained(let name): column = name
      case .shared: continue
      }
      let rows = try await database.rows(
        SQL(parts: [
          .text("SELECT * FROM "), .table(table), .text(" WHERE \(column) = "), .value(person.sqlValue),
        ]))
      if rows.isEmpty { continue }
      sections[table.name] = .array(
        rows.map { row in
          .object(Dictionary(zip(row.names, row.raw.map(Self.json)), uniquingKeysWith: { first, _ in first }))
        })
    }
    return JSONValue.object(sections).jsonBytes()
  }

  private static func json(_ value: SQLValue) -> JSONValue {
    switch value {
    case .null: .null
    case .text(let text), .json(let text): .string(text)
    case .integer(let number): .int(Int(number))
    case .real(let number): .double(number)
    case .bool(let flag): .bool(flag)
    case .bytes(let bytes): .string(Base64URL.encode(bytes))
    case .uuid(let id): .string(id.description)
    case .instant(let instant): .int(Int(instant.microseconds))
    case .date(let date): .string(date.description)
    }
  }
}
