/// Generated texts, the same in every run.
enum JSONInputs {
  static let all: [(name: String, text: String)] = [
    ("small objects", smallObjects()), ("long strings", longStrings()), ("numbers", numbers()),
  ]

  /// 8,000 orders as an HTTP API returns them.
  static func smallObjects() -> String {
    var random = SplitMix64(state: 1)
    let orders = (0..<8_000).map { id in
      let price = "\(random.next(upTo: 500)).\(random.next(upTo: 90) + 10)"
      return
        #"{"id":\#(id),"customer":"customer-\#(random.next(upTo: 100_000))","active":\#(id % 3 == 0),"price":\#(price),"#
        + #""tags":["new","tag\#(random.next(upTo: 50))"],"address":{"street":"\#(id) Long Street","city":"Köln","#
        + #""zip":"\#(random.next(upTo: 90_000) + 10_000)"},"note":null}"#
    }
    return "[" + orders.joined(separator: ",") + "]"
  }

  /// 1,500 paragraphs: English, German, Japanese and emoji, with line breaks and quotes that are escaped.
  static func longStrings() -> String {
    var random = SplitMix64(state: 2)
    let words = [
      "workflow", "runs", "and", "waits", "for", "the", "answer", "größer", "Straße", "日本語の文章", "待機", "🚀", #"\n"#,
      #"\"quoted\""#, "overlap", "every", "wait", "on", "a", "handful", "of", "threads",
    ]
    let paragraphs = (0..<1_500).map { _ in
      #"""#
        + (0..<(20 + random.next(upTo: 200))).map { _ in words[random.next(upTo: words.count)] }
        .joined(separator: " ") + #"""#
    }
    return "[" + paragraphs.joined(separator: ",") + "]"
  }

  /// 120,000 numbers: a third each of integers, prices, and doubles with all their digits.
  static func numbers() -> String {
    var random = SplitMix64(state: 3)
    let numbers = (0..<120_000).map { index in
      switch index % 3 {
      case 0: "\(Int64(bitPattern: random.next()) >> (random.next(upTo: 60)))"
      case 1: "\(random.next(upTo: 10_000)).\(random.next(upTo: 90) + 10)"
      default: "\((Double(random.next() >> 11) / 0x1p53 - 0.5) * 1e3)"
      }
    }
    return "[" + numbers.joined(separator: ",") + "]"
  }
}

/// A small generator with a fixed start (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next(upTo limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
