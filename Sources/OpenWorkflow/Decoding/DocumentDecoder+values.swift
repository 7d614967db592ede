internal import JSON

extension DocumentDecoder {
  func expected(_ what: String, _ cursor: Cursor, hint: String = "") {
    error(
      "\(cursor.name) must be \(what), found \(cursor.node.description)\(hint.isEmpty ? "" : "; \(hint)")", at: cursor)
  }

  /// The members of a mapping; `closed` below says which of them nobody knew.
  func fields(_ cursor: Cursor, as what: String = "a mapping", name: String? = nil, hint: String = "") -> Fields? {
    guard case .mapping(let members) = cursor.node.content else {
      expected(what, cursor, hint: hint)
      return nil
    }
    return Fields(cursor, members: members, name: name)
  }

  /// Reports the members that nobody took, and those that are missing.
  func close(_ fields: Fields) {
    var meant: Set<String> = []
    for member in fields.unknown {
      let suggestion = fields.suggestion(for: member.key)
      suggestion.map { _ = meant.insert($0) }
      let hint = suggestion.map { "did you mean '\($0)'?" } ?? "expected \(fields.expectedKeys.listed())"
      error(
        "unknown key '\(member.key.abbreviated)' in \(fields.name); \(hint)", atKeyOf: fields.cursor.descend(member))
    }
    // A misspelt key has its message already.
    for missing in fields.missing where meant.isDisjoint(with: missing.keys) {
      error(missing.message, atKeyOf: fields.cursor)
    }
  }

  func require(_ key: String, of fields: inout Fields, _ purpose: String) -> Cursor? {
    if let cursor = fields.take(key) { return cursor }
    fields.miss([key], "\(fields.name) needs '\(key)': \(purpose)")
    return nil
  }

  func items(_ cursor: Cursor, of what: String, hint: String = "") -> [Cursor]? {
    guard case .sequence(let items) = cursor.node.content else {
      expected("a list of \(what)", cursor, hint: hint)
      return nil
    }
    return items.enumerated().map { cursor.descend($1, at: $0) }
  }

  func members(_ cursor: Cursor, of what: String, hint: String = "") -> [Cursor]? {
    guard case .mapping(let members) = cursor.node.content else {
      expected("a mapping of \(what)", cursor, hint: hint)
      return nil
    }
    return members.map(cursor.descend)
  }

  /// A text, which may contain expressions when the caller evaluates them.
  func text(_ cursor: Cursor, as what: String = "a text") -> String? {
    if let text = cursor.text { return text }
    switch cursor.node.content {
    case .scalar(let text, _) where !cursor.isNull: expected(what, cursor, hint: "put it into quotes: '\(text)'")
    default: expected(what, cursor)
    }
    return nil
  }

  /// A text that is taken as it stands.
  func fixedText(_ cursor: Cursor, as what: String = "a text") -> String? {
    guard let text = text(cursor, as: what) else { return nil }
    if ExpressionText.opens(in: text) {
      error("\(cursor.name) must be a fixed text: an expression is not evaluated here", at: cursor)
      return nil
    }
    if text.isEmpty {
      error("\(cursor.name) must be \(what), found an empty one", at: cursor)
      return nil
    }
    return text
  }

  func bool(_ cursor: Cursor) -> Bool? {
    if let value = cursor.value.boolValue { return value }
    let quoted = ["true", "false"].contains(cursor.text)
    expected("true or false", cursor, hint: quoted ? "remove the quotes" : "")
    return nil
  }

  func integer(_ cursor: Cursor, in range: ClosedRange<Int>, as what: String) -> Int? {
    if case .integer(let value) = cursor.value, let value = Int(exactly: value), range.contains(value) { return value }
    let quoted = cursor.text.flatMap { Int($0) } != nil
    expected(what, cursor, hint: quoted ? "remove the quotes" : "")
    return nil
  }

  /// One of a fixed set of texts.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ cursor: Cursor, _: Choice.Type = Choice.self
  ) -> Choice? {
    guard let text = choice(cursor, of: Choice.allCases.map(\.rawValue)) else { return nil }
    return Choice(rawValue: text)
  }

  func choice(_ cursor: Cursor, of names: [String]) -> String? {
    guard let text = cursor.text else {
      expected("one of \(names.listed())", cursor)
      return nil
    }
    if names.contains(text) { return text }
    let hint = nearest(to: text, among: names).map { "; did you mean '\($0)'?" } ?? ""
    error("\(cursor.name) must be one of \(names.listed()), found '\(text.abbreviated)'\(hint)", at: cursor)
    return nil
  }

  /// The one key of several that a mapping has to have.
  func single(_ keys: [String], of fields: inout Fields, _ what: String) -> Cursor? {
    let found = keys.compactMap { fields.take($0) }
    if found.count == 1 { return found[0] }
    if found.isEmpty {
      fields.miss(keys, "\(fields.name) needs \(what): one of \(keys.listed())")
    } else {
      let names = found.map(\.lastKey)
      error("\(fields.name) has \(names.listed("and")); keep one of them", atKeyOf: found[1])
    }
    return nil
  }
}
