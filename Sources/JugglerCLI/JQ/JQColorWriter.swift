import JSON

/// Writes JSON with colours, laid out as jq does.
struct JQColorWriter {
  let colors: JQColors
  let options: JQWriter.Options

  func write(_ value: JSONValue, to bytes: inout [UInt8]) { write(value, level: 0, to: &bytes) }

  private func write(_ value: JSONValue, level: Int, to bytes: inout [UInt8]) {
    switch value {
    case .null: paint(value, colors.null, &bytes)
    case .bool(let isTrue): paint(value, isTrue ? colors.true : colors.false, &bytes)
    case .integer, .double, .decimal: paint(value, colors.numbers, &bytes)
    case .string: paint(value, colors.strings, &bytes)
    case .array(let elements):
      list(elements, "[", "]", colors.arrays, level, &bytes) { element, bytes in
        write(element, level: level + 1, to: &bytes)
      }
    case .object(let members):
      let members =
        options.sortsKeys
        ? members.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) } : Array(members)
      list(members, "{", "}", colors.objects, level, &bytes) { member, bytes in
        paint(.string(member.key), colors.keys, &bytes)
        text(options.layout == .compact ? ":" : ": ", colors.objects, &bytes)
        write(member.value, level: level + 1, to: &bytes)
      }
    }
  }

  private func list<Element>(
    _ elements: [Element], _ opening: String, _ closing: String, _ color: String, _ level: Int, _ bytes: inout [UInt8],
    _ body: (Element, inout [UInt8]) -> Void
  ) {
    guard !elements.isEmpty else { return text(opening + closing, color, &bytes) }
    text(opening, color, &bytes)
    for (index, element) in elements.enumerated() {
      if index > 0 { text(",", color, &bytes) }
      bytes += lineBreak(level + 1).utf8
      body(element, &bytes)
    }
    bytes += lineBreak(level).utf8
    text(closing, color, &bytes)
  }

  private func lineBreak(_ level: Int) -> String {
    switch options.layout {
    case .compact: ""
    case .spaces(let count): "\n" + String(repeating: " ", count: count * level)
    case .tabs: "\n" + String(repeating: "\t", count: level)
    }
  }

  private func paint(_ value: JSONValue, _ color: String, _ bytes: inout [UInt8]) {
    text(value.serialized(JSONWritingOptions(escapesNonASCII: options.escapesNonASCII)), color, &bytes)
  }

  private func text(_ text: String, _ color: String, _ bytes: inout [UInt8]) {
    bytes += "\u{1B}[\(color)m\(text)\u{1B}[0m".utf8
  }
}
