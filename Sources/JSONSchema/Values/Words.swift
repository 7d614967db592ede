import JSON

/// Lists and counts in the words of a message.
extension Sequence<String> {
  /// For example `a, b or c`.
  func joined(with conjunction: String) -> String {
    let words = Array(self)
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }

  /// The names in quotes, and how many more there are when there are too many to list.
  func listed(limit: Int = 8) -> String {
    let names = Array(self)
    guard names.count > limit else { return names.map { $0.quoted() }.joined(with: "and") }
    return names.prefix(limit).map { $0.quoted() }.joined(separator: ", ") + " and \(names.count - limit) more"
  }
}

extension JSONObject {
  /// The names of the members.
  var contents: String { isEmpty ? "an empty object" : "only " + keys.listed() }
}

extension Int {
  /// For example `1 item`, `2 items`.
  func counting(_ noun: String) -> String { self == 1 ? "1 \(noun)" : "\(self) \(noun)s" }
}
