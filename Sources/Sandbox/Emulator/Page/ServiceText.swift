import TelegramBotAPI

extension World {
  /// What a service message says, in the language of the client that shows it.
  func serviceText(_ fields: Fields, in language: String? = nil) -> String? {
    let isRussian = language?.hasPrefix("ru") ?? false
    func say(_ english: String, _ russian: String) -> String { isRussian ? russian : english }
    if let stars = fields["successful_payment"]?["total_amount"]?.int {
      return say("Payment of ⭐️\(stars) made", "Оплачено: ⭐️\(stars)")
    }
    if let stars = fields["refunded_payment"]?["total_amount"]?.int {
      return say("⭐️\(stars) refunded", "Возвращено: ⭐️\(stars)")
    }
    if let members = fields["new_chat_members"]?.array {
      let names = members.compactMap { $0["first_name"]?.string }.joined(separator: ", ")
      return say("\(names) joined", "Теперь в группе: \(names)")
    }
    if let name = fields["left_chat_member"]?["first_name"]?.string {
      return say("\(name) left", "Больше не в группе: \(name)")
    }
    if fields["pinned_message"] != nil { return say("A message was pinned", "Сообщение закреплено") }
    if let title = fields["new_chat_title"]?.string {
      return say("The group is called \(title) now", "Группа теперь называется \(title)")
    }
    if fields["migrate_to_chat_id"] != nil {
      return say("The group became a supergroup", "Группа стала супергруппой")
    }
    if fields["migrate_from_chat_id"] != nil {
      return say("The supergroup was created from a group", "Супергруппа создана из группы")
    }
    return nil
  }
}
