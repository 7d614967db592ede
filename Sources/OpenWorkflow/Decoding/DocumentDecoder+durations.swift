internal import JSON

extension DocumentDecoder {
  func duration(_ cursor: Cursor, _ scope: Scope) -> DurationValue? {
    switch cursor.node.content {
    case .mapping: return durationObject(cursor).map { .constant($0) }
    case .scalar where cursor.text != nil: return durationText(cursor, scope)
    default:
      var hint = ""
      if let count = cursor.value.integerValue { hint = "write 'PT\(count)S' or '{ seconds: \(count) }'" }
      expected(Self.durationForms, cursor, hint: hint)
      return nil
    }
  }

  private static let durationForms =
    "a duration: a mapping such as '{ seconds: 5 }', ISO 8601 such as 'PT5S', or an expression '${ … }'"

  private func durationObject(_ cursor: Cursor) -> Duration? {
    guard var fields = fields(cursor) else { return nil }
    var parts: [Duration?] = []
    for unit in DurationUnit.allCases {
      guard let count = fields.take(unit.rawValue) else { continue }
      parts.append(durationPart(count, unit))
    }
    close(fields)
    if parts.isEmpty, fields.unknown.isEmpty {
      error(
        "\(cursor.name) is an empty duration; give one of \(DurationUnit.allCases.map(\.rawValue).listed())", at: cursor
      )
      return nil
    }
    return collected(parts).map { $0.reduce(.zero, +) }
  }

  private func durationPart(_ cursor: Cursor, _ unit: DurationUnit) -> Duration? {
    var hint = ""
    switch cursor.value {
    case .integer(let count):
      if let duration = unit.duration(count) { return duration }
      hint = count < 0 ? "" : "durations end at a thousand years"
    case .double: hint = "give the rest in a smaller unit"
    case .string(let text):
      hint =
        if ExpressionText.whole(text) != nil {
          "an expression gives the whole duration, such as ${ \"PT\\(.n)S\" }"
        } else { Int(text) == nil ? "" : "remove the quotes" }
    default: break
    }
    expected("a whole number of \(unit.rawValue), 0 or more", cursor, hint: hint)
    return nil
  }

  private func durationText(_ cursor: Cursor, _ scope: Scope) -> DurationValue? {
    let text = cursor.text ?? ""
    if ExpressionText.opens(in: text) { return expression(cursor, scope).map { .expression($0) } }
    if let duration = Duration(iso8601: text) { return .constant(duration) }
    expected(Self.durationForms, cursor, hint: Self.isoForm(of: text).map { "did you mean '\($0)'?" } ?? "")
    return nil
  }

  /// `5s` and `1.5 hours`, as people write durations, in ISO 8601.
  private static func isoForm(of text: String) -> String? {
    let text = text.trimmed.lowercased()
    let number = text.prefix { $0.isNumber || $0 == "." }
    guard let count = Double(number) else { return nil }
    switch text.dropFirst(number.count).drop(while: \.isWhitespace) {
    case "ms", "millis", "milliseconds": return "PT\(count / 1000)S"
    case "", "s", "sec", "second", "seconds": return "PT\(number)S"
    case "m", "min", "minute", "minutes": return "PT\(number)M"
    case "h", "hour", "hours": return "PT\(number)H"
    case "d", "day", "days": return "P\(number)D"
    default: return nil
    }
  }
}
