/// Cities people name, most asked-for first: zone, English names, Russian names.
///
/// The first line of a zone names its city for display. The order decides which cities stand for an offset, so it is
/// by the number of people there and among the bot's audience. English names of cities that a zone is named after need
/// no line: they are found by the zone's own name.
enum WellKnownPlaces {
  struct Place: Sendable {
    let zone: String
    let english: [String]
    let russian: [String]
  }

  static let all: [Place] = table.split(separator: "\n").compactMap { line in
    let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { field in
      field.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }
    guard fields.count == 3, let zone = fields[0].first else { return nil }
    return Place(zone: zone, english: fields[1], russian: fields[2])
  }

  private static let table = """
    Europe/Moscow|Moscow,Moskva,MSK|Москва,МСК
    America/New_York|New York,NYC|Нью-Йорк
    Europe/London|London|Лондон
    Europe/Berlin|Berlin|Берлин
    Asia/Shanghai|Shanghai|Шанхай
    Asia/Kolkata|Kolkata,Calcutta|Калькутта,Колката
    Asia/Tokyo|Tokyo|Токио
    America/Los_Angeles|Los Angeles,LA|Лос-Анджелес
    Europe/Kyiv|Kyiv,Kiev|Киев
    Europe/Paris|Paris|Париж
    Europe/Istanbul|Istanbul|Стамбул
    Asia/Dubai|Dubai|Дубай
    America/Mexico_City|Mexico City|Мехико
    America/Sao_Paulo|Sao Paulo|Сан-Паулу
    Africa/Cairo|Cairo|Каир
    Africa/Lagos|Lagos|Лагос
    Asia/Yekaterinburg|Yekaterinburg,Ekaterinburg|Екатеринбург,ЕКБ
    Asia/Novosibirsk|Novosibirsk|Новосибирск
    Europe/Minsk|Minsk|Минск
    Asia/Almaty|Almaty,Alma-Ata|Алматы,Алма-Ата
    Asia/Tashkent|Tashkent|Ташкент
    Asia/Tbilisi|Tbilisi|Тбилиси
    Asia/Yerevan|Yerevan|Ереван
    Asia/Baku|Baku|Баку
    Europe/Samara|Samara|Самара
    Asia/Omsk|Omsk|Омск
    Asia/Krasnoyarsk|Krasnoyarsk|Красноярск
    Asia/Irkutsk|Irkutsk|Иркутск
    Asia/Yakutsk|Yakutsk|Якутск
    Asia/Vladivostok|Vladivostok|Владивосток
    Asia/Magadan|Magadan|Магадан
    Asia/Kamchatka|Petropavlovsk-Kamchatsky,Kamchatka|Петропавловск-Камчатский,Камчатка
    Europe/Kaliningrad|Kaliningrad|Калининград
    America/Chicago|Chicago|Чикаго
    America/Denver|Denver|Денвер
    America/Toronto|Toronto|Торонто
    America/Bogota|Bogota|Богота
    America/Lima|Lima|Лима
    America/Argentina/Buenos_Aires|Buenos Aires|Буэнос-Айрес
    America/Caracas|Caracas|Каракас
    America/Santiago|Santiago|Сантьяго
    America/Halifax|Halifax|Галифакс
    America/Phoenix|Phoenix|Финикс
    America/Vancouver|Vancouver|Ванкувер
    America/Edmonton|Edmonton|Эдмонтон
    America/Guatemala|Guatemala|Гватемала
    America/Anchorage|Anchorage|Анкоридж
    Pacific/Honolulu|Honolulu,Hawaii|Гонолулу,Гавайи
    America/St_Johns|St. John's|Сент-Джонс
    America/Nuuk|Nuuk|Нуук
    America/Noronha|Fernando de Noronha|Фернанду-ди-Норонья
    Atlantic/Azores|Azores|Азоры,Азорские острова
    Atlantic/Cape_Verde|Cape Verde,Praia|Кабо-Верде,Прая
    Europe/Lisbon|Lisbon|Лиссабон
    Africa/Casablanca|Casablanca|Касабланка
    Africa/Accra|Accra|Аккра
    Europe/Dublin|Dublin|Дублин
    Europe/Madrid|Madrid|Мадрид
    Europe/Rome|Rome,Roma|Рим
    Europe/Warsaw|Warsaw|Варшава
    Europe/Belgrade|Belgrade|Белград
    Europe/Athens|Athens|Афины
    Europe/Helsinki|Helsinki|Хельсинки
    Europe/Bucharest|Bucharest|Бухарест
    Europe/Chisinau|Chisinau,Kishinev|Кишинёв,Кишинэу
    Asia/Jerusalem|Jerusalem|Иерусалим
    Africa/Johannesburg|Johannesburg|Йоханнесбург
    Asia/Riyadh|Riyadh|Эр-Рияд
    Asia/Baghdad|Baghdad|Багдад
    Africa/Nairobi|Nairobi|Найроби
    Asia/Tehran|Tehran|Тегеран
    Asia/Kabul|Kabul|Кабул
    Asia/Karachi|Karachi|Карачи
    Asia/Colombo|Colombo|Коломбо
    Asia/Kathmandu|Kathmandu|Катманду
    Asia/Dhaka|Dhaka|Дакка
    Asia/Bishkek|Bishkek,Frunze|Бишкек
    Asia/Yangon|Yangon,Rangoon|Янгон
    Asia/Bangkok|Bangkok|Бангкок
    Asia/Jakarta|Jakarta|Джакарта
    Asia/Ho_Chi_Minh|Ho Chi Minh City,Saigon|Хошимин,Сайгон
    Asia/Singapore|Singapore|Сингапур
    Asia/Hong_Kong|Hong Kong|Гонконг
    Asia/Manila|Manila|Манила
    Australia/Perth|Perth|Перт
    Australia/Eucla|Eucla|Юкла
    Asia/Seoul|Seoul|Сеул
    Australia/Darwin|Darwin|Дарвин
    Australia/Adelaide|Adelaide|Аделаида
    Australia/Sydney|Sydney|Сидней
    Australia/Brisbane|Brisbane|Брисбен
    Australia/Lord_Howe|Lord Howe Island|Лорд-Хау
    Asia/Sakhalin|Yuzhno-Sakhalinsk,Sakhalin|Южно-Сахалинск,Сахалин
    Pacific/Noumea|Noumea|Нумеа
    Pacific/Auckland|Auckland|Окленд
    Pacific/Fiji|Fiji,Suva|Фиджи,Сува
    Pacific/Chatham|Chatham Islands|Чатем
    Pacific/Tongatapu|Nuku'alofa,Tonga|Нукуалофа,Тонга
    Pacific/Apia|Apia,Samoa|Апиа,Самоа
    Pacific/Kiritimati|Kiritimati,Christmas Island|Киритимати
    Pacific/Pago_Pago|Pago Pago|Паго-Паго
    Pacific/Marquesas|Marquesas|Маркизские острова
    Pacific/Gambier|Gambier|Гамбье
    UTC|UTC,GMT|UTC
    Europe/Moscow|Saint Petersburg,St. Petersburg|Санкт-Петербург,Петербург,СПб,Питер
    Europe/Moscow|Kazan|Казань
    Europe/Moscow|Nizhny Novgorod|Нижний Новгород
    Europe/Moscow|Rostov-on-Don|Ростов-на-Дону
    Europe/Moscow|Krasnodar|Краснодар
    Europe/Moscow|Sochi|Сочи
    Europe/Moscow|Voronezh|Воронеж
    Europe/Moscow|Yaroslavl|Ярославль
    Europe/Moscow|Tula|Тула
    Europe/Moscow|Murmansk|Мурманск
    Europe/Moscow|Arkhangelsk|Архангельск
    Europe/Moscow|Makhachkala|Махачкала
    Europe/Volgograd|Volgograd|Волгоград
    Europe/Kirov|Kirov|Киров
    Europe/Saratov|Saratov|Саратов
    Europe/Astrakhan|Astrakhan|Астрахань
    Europe/Ulyanovsk|Ulyanovsk|Ульяновск
    Europe/Samara|Izhevsk|Ижевск
    Europe/Samara|Tolyatti,Togliatti|Тольятти
    Europe/Simferopol|Simferopol|Симферополь
    Asia/Yekaterinburg|Chelyabinsk|Челябинск
    Asia/Yekaterinburg|Ufa|Уфа
    Asia/Yekaterinburg|Perm|Пермь
    Asia/Yekaterinburg|Tyumen|Тюмень
    Asia/Yekaterinburg|Orenburg|Оренбург
    Asia/Yekaterinburg|Surgut|Сургут
    Asia/Barnaul|Barnaul|Барнаул
    Asia/Tomsk|Tomsk|Томск
    Asia/Novokuznetsk|Novokuznetsk|Новокузнецк
    Asia/Novokuznetsk|Kemerovo|Кемерово
    Asia/Krasnoyarsk|Norilsk|Норильск
    Asia/Irkutsk|Ulan-Ude|Улан-Удэ
    Asia/Chita|Chita|Чита
    Asia/Yakutsk|Blagoveshchensk|Благовещенск
    Asia/Vladivostok|Khabarovsk|Хабаровск
    Asia/Srednekolymsk|Srednekolymsk|Среднеколымск
    Asia/Anadyr|Anadyr,Chukotka|Анадырь,Чукотка
    Europe/Kyiv|Kharkiv,Kharkov|Харьков
    Europe/Kyiv|Odesa,Odessa|Одесса
    Europe/Kyiv|Dnipro|Днепр,Днепропетровск
    Europe/Kyiv|Lviv|Львов
    Europe/Minsk|Gomel,Homyel|Гомель
    Europe/Minsk|Brest|Брест
    Asia/Almaty|Astana,Nur-Sultan|Астана,Нур-Султан
    Asia/Almaty|Shymkent|Шымкент,Чимкент
    Asia/Almaty|Karaganda|Караганда
    Asia/Tashkent|Fergana|Фергана
    Asia/Samarkand|Samarkand|Самарканд
    Asia/Tbilisi|Batumi|Батуми
    Asia/Dushanbe|Dushanbe|Душанбе
    Asia/Ashgabat|Ashgabat|Ашхабад
    Asia/Ulaanbaatar|Ulaanbaatar|Улан-Батор
    Europe/Riga|Riga|Рига
    Europe/Vilnius|Vilnius|Вильнюс
    Europe/Tallinn|Tallinn|Таллин
    Europe/Prague|Prague|Прага
    Europe/Vienna|Vienna|Вена
    Europe/Budapest|Budapest|Будапешт
    Europe/Amsterdam|Amsterdam|Амстердам
    Europe/Brussels|Brussels|Брюссель
    Europe/Zurich|Zurich,Geneva|Цюрих,Женева
    Europe/Stockholm|Stockholm|Стокгольм
    Europe/Oslo|Oslo|Осло
    Europe/Copenhagen|Copenhagen|Копенгаген
    Europe/Sofia|Sofia|София
    Europe/Podgorica|Podgorica,Budva|Подгорица,Будва
    Atlantic/Reykjavik|Reykjavik|Рейкьявик
    Asia/Nicosia|Nicosia,Limassol,Cyprus|Никосия,Лимасол,Кипр
    Asia/Jerusalem|Tel Aviv,Haifa|Тель-Авив,Хайфа
    Europe/Istanbul|Antalya,Ankara,Izmir|Анталья,Анкара,Измир
    Asia/Dubai|Abu Dhabi|Абу-Даби
    Asia/Bangkok|Phuket,Pattaya|Пхукет,Паттайя
    Asia/Makassar|Bali,Denpasar|Бали,Денпасар
    Asia/Ho_Chi_Minh|Hanoi,Nha Trang,Da Nang|Ханой,Нячанг,Дананг
    Asia/Kolkata|Delhi,New Delhi,Mumbai,Bombay,Bangalore,Bengaluru,Chennai,Goa|Дели,Мумбаи,Бангалор,Гоа
    Asia/Shanghai|Beijing,Guangzhou,Shenzhen,Chengdu|Пекин,Гуанчжоу,Шэньчжэнь
    Asia/Taipei|Taipei|Тайбэй
    Asia/Kuala_Lumpur|Kuala Lumpur|Куала-Лумпур
    Asia/Tokyo|Osaka,Kyoto|Осака,Киото
    Asia/Karachi|Islamabad,Lahore|Исламабад,Лахор
    Europe/Berlin|Munich,Hamburg,Frankfurt,Cologne,Stuttgart|Мюнхен,Гамбург,Франкфурт,Кёльн,Штутгарт
    Europe/Madrid|Barcelona,Valencia|Барселона,Валенсия
    Europe/Rome|Milan,Naples,Florence|Милан,Неаполь,Флоренция
    Europe/London|Edinburgh,Manchester,Birmingham|Эдинбург,Манчестер
    Europe/Paris|Lyon,Marseille,Nice|Лион,Марсель,Ницца
    Europe/Warsaw|Krakow,Wroclaw,Gdansk|Краков,Вроцлав,Гданьск
    America/New_York|Boston,Washington,Miami,Philadelphia,Atlanta|Бостон,Вашингтон,Майами,Филадельфия,Атланта
    America/Los_Angeles|San Francisco,Seattle,San Diego,Las Vegas|Сан-Франциско,Сиэтл,Лас-Вегас
    America/Chicago|Houston,Dallas,Austin,New Orleans|Хьюстон,Даллас,Остин
    America/Denver|Salt Lake City|Солт-Лейк-Сити
    America/Toronto|Montreal,Ottawa|Монреаль,Оттава
    America/Edmonton|Calgary|Калгари
    America/Sao_Paulo|Rio de Janeiro,Brasilia|Рио-де-Жанейро,Бразилиа
    America/Havana|Havana|Гавана
    Australia/Melbourne|Melbourne|Мельбурн
    Africa/Tunis|Tunis|Тунис
    Africa/Johannesburg|Cape Town|Кейптаун
    """
}
