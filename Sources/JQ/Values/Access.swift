import JSON

/// Reading a member, an element or a slice.
enum Access {
  static func indexError(_ container: JSONValue, _ key: JSONValue) -> Raised {
    Raised("Cannot index \(container.typeName) with \(key.typeName) (\(key.truncatedText))")
  }

  static func value(
    in container: JSONValue, at key: JSONValue, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    switch (container, key) {
    case (.object(let object), .string(let name)): return object[name] ?? .null
    case (.array(let elements), .integer(let index)):
      let position = index < 0 ? index + Int64(elements.count) : index
      return position >= 0 && position < elements.count ? elements[Int(position)] : .null
    case (.array(let elements), .double), (.array(let elements), .decimal):
      guard let position = position(key, count: elements.count), elements.indices.contains(position) else {
        return .null
      }
      return elements[position]
    case (.array(let elements), .object(let bounds)):
      return .array(Array(elements[try range(bounds, count: elements.count)]))
    case (.string(let text), .object(let bounds)): return .string(try slice(text, bounds))
    case (.array(let elements), .array(let pattern)):
      return .array(try positions(of: pattern, in: elements, &context))
    case (.null, .string), (.null, .object), (.null, .integer), (.null, .double), (.null, .decimal): return .null
    default: throw indexError(container, key)
    }
  }

  /// The position a number names, counted from the end when negative; `nil` for NaN.
  static func position(_ key: JSONValue, count: Int) -> Int? {
    guard let number = key.doubleValue, !number.isNaN else { return nil }
    let index = Int(Int64(clamping: number.rounded(.down)))
    return index < 0 ? index &+ count : index
  }

  /// The elements that `start` and `end` name, both clamped to what there is.
  static func range(_ bounds: JSONObject, count: Int) throws(Raised) -> Range<Int> {
    func bound(_ name: String, default missing: Double) throws(Raised) -> Double {
      switch bounds[name] {
      case nil, .null?: return missing
      case let value?:
        guard let number = value.doubleValue else { throw Raised("Array/string slice indices must be integers") }
        return number < 0 ? number + Double(count) : number
      }
    }
    if bounds["start"] == nil, bounds["end"] == nil { throw Raised("Array/string slice indices must be integers") }
    let first = try bound("start", default: 0)
    let last = try bound("end", default: Double(count))
    let start = min(max(first.isNaN ? 0 : first, 0).rounded(.down), Double(count))
    let end = min(max(last.isNaN ? Double(count) : last, 0).rounded(.up), Double(count))
    return Int(start)..<max(Int(start), Int(end))
  }

  /// Part of a string, counted in code points.
  private static func slice(_ text: String, _ bounds: JSONObject) throws(Raised) -> String {
    if text.utf8.count == 0 {
      _ = try range(bounds, count: 0)
      return ""
    }
    if text.isASCII {
      let range = try range(bounds, count: text.utf8.count)
      let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
      return String(text[start..<text.utf8.index(start, offsetBy: range.count)])
    }
    let scalars = text.unicodeScalars
    let range = try range(bounds, count: scalars.count)
    let start = scalars.index(scalars.startIndex, offsetBy: range.lowerBound)
    return String(text[start..<scalars.index(start, offsetBy: range.count)])
  }

  /// Where `pattern` begins in `elements`.
  static func positions(
    of pattern: [JSONValue], in elements: [JSONValue], _ context: inout Context
  ) throws(Raised) -> [JSONValue] {
    var found: [JSONValue] = []
    guard !pattern.isEmpty, pattern.count <= elements.count else { return found }
    try context.charge(elements.count)
    for start in 0...(elements.count - pattern.count) {
      var matches = true
      for offset in pattern.indices where !elements[start + offset].isEqual(to: pattern[offset]) {
        matches = false
        break
      }
      if matches { found.append(.number(start)) }
    }
    return found
  }
}

extension String {
  /// Whether every character is one byte, so that code points can be counted by bytes.
  var isASCII: Bool {
    withUTF8Bytes { bytes in
      var position = 0
      let end = bytes.count
      let base = UnsafeRawPointer(bytes.baseAddress!)
      while end - position >= 8 {
        if base.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
        position += 8
      }
      while position < end {
        if bytes[position] >= 0x80 { return false }
        position += 1
      }
      return true
    }
  }
}
