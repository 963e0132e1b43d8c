import TelegramBotAPI

/// Updates as Telegram sends them.
enum Samples {
  static let message = #"""
    {"update_id":731942001,"message":{"message_id":1365,"from":{"id":1111111,"is_bot":false,"first_name":"Test \"F\"",
    "last_name":"Lastname","username":"Testusername","language_code":"en"},"chat":{"id":1111111,"first_name":"Test",
    "last_name":"Lastname","username":"Testusername","type":"private"},"date":1441645532,
    "text":"/goal Read, \u043f\u0440\u0438\u0432\u0435\u0442 \ud83d\ude00",
    "entities":[{"offset":0,"length":5,"type":"bot_command"},{"offset":6,"length":2,"type":"sparkle"}]}}
    """#

  static let callback = #"""
    {"update_id":731942002,"callback_query":{"id":"4382bfdwdsb323b2d9","from":{"id":42,"is_bot":false,"first_name":"A"},
    "message":{"message_id":77,"from":{"id":999,"is_bot":true,"first_name":"Bot"},"chat":{"id":-1001234567890,
    "type":"supergroup","title":"G"},"date":1700000000,"text":"Pick","reply_markup":{"inline_keyboard":[[{"text":"Done",
    "callback_data":"goals:1"}]]}},"chat_instance":"-3","data":"goals:1"}}
    """#

  static let inaccessibleCallback = #"""
    {"update_id":3,"callback_query":{"id":"1","from":{"id":42,"is_bot":false,"first_name":"A"},"message":{"chat":{"id":42,
    "type":"private","first_name":"A"},"message_id":5,"date":0},"chat_instance":"-3","data":"x"}}
    """#

  static let membership = #"""
    {"update_id":4,"my_chat_member":{"chat":{"id":42,"first_name":"A","type":"private"},"from":{"id":42,"is_bot":false,
    "first_name":"A","language_code":"ru"},"date":1700000001,"old_chat_member":{"user":{"id":999,"is_bot":true,
    "first_name":"B"},"status":"member"},"new_chat_member":{"user":{"id":999,"is_bot":true,"first_name":"B"},
    "status":"kicked","until_date":0}}}
    """#

  static let payment = #"""
    {"update_id":5,"message":{"message_id":9,"from":{"id":42,"is_bot":false,"first_name":"A"},"chat":{"id":42,"type":
    "private","first_name":"A"},"date":1700000002,"successful_payment":{"currency":"XTR","total_amount":100,
    "invoice_payload":"premium","telegram_payment_charge_id":"ch_1","provider_payment_charge_id":"",
    "subscription_expiration_date":1702592002,"is_recurring":true,"is_first_recurring":true}}}
    """#

  static let preCheckout = #"""
    {"update_id":6,"pre_checkout_query":{"id":"771","from":{"id":42,"is_bot":false,"first_name":"A"},"currency":"XTR",
    "total_amount":100,"invoice_payload":"premium"}}
    """#

  static let photo = #"""
    {"update_id":7,"message":{"message_id":10,"from":{"id":42,"is_bot":false,"first_name":"A"},"chat":{"id":42,"type":
    "private","first_name":"A"},"date":1700000003,"media_group_id":"13","photo":[{"file_id":"f","file_unique_id":"u",
    "width":90,"height":67}],"caption":"look","forward_origin":{"type":"hidden_user","date":1,"sender_user_name":"Z"},
    "reply_to_message":{"message_id":8,"chat":{"id":42,"type":"private"},"date":1700000000,"text":"hi","from":{"id":7,
    "is_bot":true,"first_name":"Bot"}}}}
    """#

  static let reaction = #"""
    {"update_id":8,"message_reaction":{"chat":{"id":-5,"type":"group","title":"G"},"message_id":11,"user":{"id":42,
    "is_bot":false,"first_name":"A"},"date":1700000004,"old_reaction":[],"new_reaction":[{"type":"emoji","emoji":"👍"},
    {"type":"hologram","depth":3}]}}
    """#

  static let boost = #"""
    {"update_id":9,"chat_boost":{"chat":{"id":-100,"type":"channel","title":"C"},"boost":{"boost_id":"b","add_date":1,
    "expiration_date":2,"source":{"source":"premium","user":{"id":42,"is_bot":false,"first_name":"A"}}}}}
    """#

  static let pollAnswer = #"""
    {"update_id":10,"poll_answer":{"poll_id":"p","voter_chat":{"id":-100,"type":"channel","title":"C"},"option_ids":[1],
    "option_persistent_ids":["a"]}}
    """#

  static let unknownKind = #"""
    {"update_id":11,"telepathy":{"from":{"id":42,"is_bot":false,"first_name":"A"},"chat":{"id":42,"type":"private"},
    "date":5,"thought":{"message":"…"}}}
    """#

  static let all = [
    message, callback, inaccessibleCallback, membership, payment, preCheckout, photo, reaction, boost, pollAnswer,
  ]
}

extension String {
  var bytes: [UInt8] { Array(utf8) }
}

extension Array where Element == UInt8 {
  var text: String { String(decoding: self, as: UTF8.self) }
}
