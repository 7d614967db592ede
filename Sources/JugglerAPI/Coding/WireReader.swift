import JSON

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads the members of an object. `null` counts as absent.
struct WireReader {
  let object: JSONObject
  let pointer: String

  init(_ json: JSONValue, at pointer: String = "") throws(WireError) {
    guard case .object(let object) = json else {
      throw WireError(pointer: pointer, expected: "an object", found: json.brief)
    }
    self.object = object
    self.pointer = pointer
  }

  func value(_ name: String) -> JSONValue? {
    guard let value = object[name], !value.isNull else { return nil }
    return value
  }

  func optional<T>(
    _ name: String, _ expected: String, _ read: (JSONValue) -> T?
  ) throws(WireError) -> T? {
    guard let value = value(name) else { return nil }
    guard let result = read(value) else { throw mismatch(name, expected, value) }
    return result
  }

  func required<T>(_ name: String, _ expected: String, _ read: (JSONValue) -> T?) throws(WireError) -> T {
    guard let result = try optional(name, expected, read) else { throw mismatch(name, expected, object[name]) }
    return result
  }

  func string(_ name: String) throws(WireError) -> String { try required(name, "a string") { $0.stringValue } }

  func optionalString(_ name: String) throws(WireError) -> String? {
    try optional(name, "a string") { $0.stringValue }
  }

  func optionalInteger(_ name: String) throws(WireError) -> Int? {
    try optional(name, "an integer") { $0.integerValue.flatMap { Int(exactly: $0) } }
  }

  func flag(_ name: String) throws(WireError) -> Bool { try optional(name, "true or false") { $0.boolValue } ?? false }

  func date(_ name: String) throws(WireError) -> Date? {
    try optional(name, Date.expectation) { $0.stringValue.flatMap { Date(rfc3339: $0) } }
  }

  func requiredDate(_ name: String) throws(WireError) -> Date {
    guard let date = try date(name) else { throw mismatch(name, Date.expectation, object[name]) }
    return date
  }

  func status(_ name: String) throws(WireError) -> Status {
    let names = Status.allCases.map(\.rawValue).joined(separator: ", ")
    return try required(name, "one of \(names)") { $0.stringValue.flatMap { Status(rawValue: $0) } }
  }

  /// A member that is a wire type itself; its errors get their place within this object.
  func nested<T: WireType>(_ name: String, as type: T.Type) throws(WireError) -> T? {
    guard let value = value(name) else { return nil }
    return try place(value, under: [name])
  }

  func list<T: WireType>(_ name: String, of type: T.Type) throws(WireError) -> [T] {
    let values = try optional(name, "an array") { $0.arrayValue } ?? []
    var items: [T] = []
    items.reserveCapacity(values.count)
    for (index, value) in values.enumerated() { items.append(try place(value, under: [name, String(index)])) }
    return items
  }

  func strings(_ name: String) throws(WireError) -> [String: String] {
    guard let value = value(name) else { return [:] }
    guard case .object(let members) = value else { throw mismatch(name, "an object of strings", value) }
    var result: [String: String] = [:]
    for (key, value) in members {
      guard case .string(let text) = value else {
        throw WireError(pointer: path([name, key]), expected: "a string", found: value.brief)
      }
      result[key] = text
    }
    return result
  }

  func mismatch(_ name: String, _ expected: String, _ value: JSONValue?) -> WireError {
    WireError(pointer: path([name]), expected: expected, found: value?.brief ?? "nothing")
  }

  private func place<T: WireType>(_ value: JSONValue, under tokens: [String]) throws(WireError) -> T {
    do {
      return try T(json: value)
    } catch {
      throw WireError(pointer: path(tokens) + error.pointer, expected: error.expected, found: error.found)
    }
  }

  private func path(_ tokens: [String]) -> String { pointer + JSONPointer(tokens: tokens).description }
}

extension JSONValue {
  /// What to say that was found: the value if it is short, else its kind.
  var brief: String {
    switch self {
    case .null: "null"
    case .bool, .integer, .double: serialized()
    case .string(let text) where text.utf8.count <= 60: "'\(text)'"
    case .decimal, .string: "a \(kind.rawValue)"
    case .array, .object: "an \(kind.rawValue)"
    }
  }

  init(_ strings: [String: String]) {
    var object = JSONObject(minimumCapacity: strings.count)
    for (key, value) in strings.sorted(by: { $0.key < $1.key }) { object[key] = .string(value) }
    self = .object(object)
  }

  static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
  static func time(_ value: Date?) -> JSONValue { value.map { .string($0.rfc3339) } ?? .null }
}
